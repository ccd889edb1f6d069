using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Demo;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Shared.Contracts.Messaging;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;

namespace Testing;

/// <summary>
/// One service of the demo programme inside the test's process: the real composition on a real socket over a real database, at
/// <see cref="Some.Now"/> until a test moves the clock. Nothing of it speaks to a broker; a test plays that with
/// <see cref="Deliver{T}"/> and <see cref="Sent"/>.
/// </summary>
public abstract class TestService : IAsyncDisposable
{
    private static readonly Lazy<DemoInstallation> LazyProgramme = new(() => DemoProgramme.Write(
        Temporary("hubspoke-programme-"), new DemoSettings { Clock = new FakeTimeProvider(Some.Now) }));

    // Tables and accounts take a second to make; they are made once for each kind of service, and copied.
    private static readonly Dictionary<string, byte[]> Templates = [];

    private readonly Dictionary<string, string> _tokens = [];
    private readonly string _folder = Temporary("hubspoke-test-");
    private Func<ValueTask>? _stop;
    private HttpClient? _http;

    public static DemoInstallation Programme => LazyProgramme.Value;

    public FakeTimeProvider Clock { get; } = new(Some.Now);
    public IServiceProvider Services { get; private set; } = null!;
    public Uri Address { get; private set; } = null!;

    /// <summary>The address this service receives at unless a test says another.</summary>
    protected abstract string Own { get; }

    /// <summary>Who may have sent what it receives.</summary>
    protected abstract string Peer { get; }

    /// <summary>A signed-in caller of the API.</summary>
    public Caller As(string userName, string language = "en") => new(this, userName, language);

    /// <summary>Somebody who has not signed in.</summary>
    public Caller Nobody => new(this, null, "en");

    public async Task<T> Db<TDb, T>(Func<TDb, Task<T>> work) where TDb : ServiceDb
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TDb>());
    }

    /// <summary>Runs an act as its endpoint would, for what has no endpoint.</summary>
    public async Task<T> Act<TAct, T>(string userName, Func<TAct, Task<T>> act) where TAct : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await SignInto(scope.ServiceProvider, userName);
        return await act(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    /// <summary>Somebody whom the demo programme does not have.</summary>
    public async Task AddAccount(string userName, string role, params string[] places)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountBook>().Save(new AccountEntry
        {
            UserName = userName,
            Name = userName,
            Roles = [role],
            Postings = [.. places.Select(place => new PostingEntry(place, Some.Today.AddYears(-1)))],
            Password = HimachalPradesh.Password,
        }, CancellationToken.None);
    }

    /// <summary>What waits to be sent about a consult, oldest first.</summary>
    public Task<Letter[]> Sent(Guid consultId) => Db<ServiceDb, Letter[]>(async db => [.. (await db.Outbox.AsNoTracking()
        .Where(m => m.ConsultId == consultId).OrderBy(m => m.Id).ToListAsync()).Select(m => new Letter(m))]);

    /// <summary>What the broker delivers; the answer is null when it was taken, otherwise the code of the refusal.</summary>
    public async Task<string?> Deliver<T>(string name, T payload, Guid consultId, int version = 1, int hop = 0, string? from = null, string? to = null, Guid? id = null)
    {
        var envelope = new Envelope
        {
            MessageId = id ?? Guid.CreateVersion7(),
            Name = name,
            From = from ?? Peer,
            To = to ?? Own,
            ConsultId = consultId,
            Hop = hop,
            Version = version,
            SentAt = Clock.GetUtcNow(),
            Alg = "none",
            Kid = "none",
            Payload = JsonSerializer.SerializeToElement(payload, Wire.Json),
        };
        return await Deliver(JsonSerializer.SerializeToUtf8Bytes(envelope, Wire.Json));
    }

    /// <summary>The exact bytes that another service has in its outbox.</summary>
    public async Task<string?> Deliver(byte[] body)
    {
        var envelope = JsonSerializer.Deserialize<Envelope>(body, Wire.Json)!;
        var user = Services.GetRequiredService<AddressBook>().UserOf.GetValueOrDefault(envelope.From, "nobody");
        await Services.GetRequiredService<Inbox>().Take([new Delivered(envelope.To, body, user, envelope.MessageId.ToString(), null, null)], CancellationToken.None);
        return Services.GetRequiredService<ReceiptDesk>().TakeWaiting()
            .Select(receipt => JsonSerializer.Deserialize<Envelope>(receipt.Body, Wire.Json)!.Payload.Deserialize<Receipt>(Wire.Json)!)
            .SelectMany(receipt => receipt.Refused).FirstOrDefault(refused => refused.MessageId == envelope.MessageId)?.Code;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http?.Dispose();
        if (_stop is not null)
        {
            var isServer = await Db<ServiceDb, bool>(async db => db.Database.IsSqlServer() && await db.Database.EnsureDeletedAsync());
            await _stop();
            if (!isServer) SqliteConnection.ClearAllPools();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private protected async Task Start<TMarker>(
        string kind, IReadOnlyDictionary<string, string> settings, TestDatabase database, IEnumerable<KeyValuePair<string, string>> changes) where TMarker : class
    {
        var all = settings.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value);
        all.Remove("ASPNETCORE_URLS");
        all["urls"] = "http://127.0.0.1:0";
        all.Remove("ASPNETCORE_ENVIRONMENT");
        var file = Path.Combine(_folder, "service.db");
        var isCopy = false;
        if (database == TestDatabase.SqlServer)
        {
            all["Database:Provider"] = "sqlserver";
            all["Database:ConnectionString"] = TestDatabase.NewSqlServerDatabase();
            all["Database:MigrateAtStart"] = "true";
            all.Remove("Database:File");
        }
        else
        {
            all["Database:File"] = file;
            lock (Templates) isCopy = Templates.TryGetValue(kind, out var template) && Write(file, template);
            if (isCopy) all.Remove("Accounts:File");
        }
        foreach (var (key, value) in changes) all[key] = value;

        var factory = new WebApplicationFactory<TMarker>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Test");
            foreach (var (key, value) in all) host.UseSetting(key, value);
            host.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                foreach (var speaking in services.Where(Speaks).ToList()) services.Remove(speaking);
            });
        });
        _stop = factory.DisposeAsync;
        factory.UseKestrel();
        factory.StartServer();
        Services = factory.Services;
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (database == TestDatabase.Sqlite && !isCopy && !changes.Any()) Remember(kind, file);
        await Task.CompletedTask;
    }

    // What speaks to the broker, or acts by itself when a test moves the clock.
    private static bool Speaks(ServiceDescriptor service)
    {
        if (service.ServiceType != typeof(IHostedService) || service.IsKeyedService) return false;
        var type = service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? service.ImplementationFactory!.GetType().GenericTypeArguments[^1];
        return type.Namespace!.StartsWith("MassTransit", StringComparison.Ordinal) || (typeof(BackgroundService).IsAssignableFrom(type) && type.Assembly != typeof(BackgroundService).Assembly
            && type.Namespace.Split('.')[0] is "Hub" or "Spoke" or "Shared");
    }

    private static void Remember(string kind, string file)
    {
        var copy = file + ".copy";
        using (var source = new SqliteConnection($"Data Source={file};Pooling=False"))
        using (var target = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            source.Open();
            target.Open();
            source.BackupDatabase(target);
        }
        lock (Templates) Templates[kind] = File.ReadAllBytes(copy);
    }

    private static bool Write(string file, byte[] content)
    {
        File.WriteAllBytes(file, content);
        return true;
    }

    private static string Temporary(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        };
        return folder;
    }

    private static async Task SignInto(IServiceProvider scope, string userName)
    {
        var accounts = scope.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        var account = await accounts.FindByNameAsync(userName) ?? throw new AssertionException($"There is no account {userName}.");
        var person = await scope.GetRequiredService<Microsoft.AspNetCore.Identity.IUserClaimsPrincipalFactory<Account>>().CreateAsync(account);
        Assert.That(await scope.GetRequiredService<CurrentAccount>().Load(person, CancellationToken.None), Is.True);
    }

    /// <summary>A message in the outbox.</summary>
    public sealed class Letter(OutboxMessage row)
    {
        public string To => row.To;
        public string Name => row.Name;
        public MessagePriority Priority => row.Priority;
        public byte[] Body => row.Body;
        public Envelope Envelope { get; } = JsonSerializer.Deserialize<Envelope>(row.Body, Wire.Json)!;

        public T Read<T>() => Envelope.Payload.Deserialize<T>(Wire.Json)!;
    }

    /// <summary>Calls the API as one account, in one language.</summary>
    public sealed class Caller(TestService service, string? userName, string language)
    {
        public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

        public Task<Answer> Post(string path, object? body = null, string? key = null) => Send(HttpMethod.Post, path, body, key);

        public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);

        public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

        /// <param name="body">JSON, a text that is sent as JSON as it is, or the bytes of a file.</param>
        public async Task<Answer> Send(HttpMethod method, string path, object? body = null, string? key = null)
        {
            using var response = await Request(method, path, body, key);
            var text = await response.Content.ReadAsStringAsync();
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            return new Answer(response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null);
        }

        public async Task<HttpResponseMessage> Request(HttpMethod method, string path, object? body = null, string? key = null)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.AcceptLanguage.ParseAdd(language);
            request.Content = body switch
            {
                null => null,
                string text => new StringContent(text, Encoding.UTF8, "application/json"),
                byte[] file => new ByteArrayContent(file),
                _ => JsonContent.Create(body, body.GetType(), options: Wire.Json),
            };
            // A service that refuses a large body closes the line; who asks before sending still reads the refusal.
            request.Headers.ExpectContinue = body is string { Length: > 64 * 1024 };
            if (key is not null) request.Headers.Add(IdempotencyFilter.Header, key);
            if (userName is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token());
            return await service._http!.SendAsync(request);
        }

        private async Task<string> Token()
        {
            if (service._tokens.TryGetValue(userName!, out var known)) return known;
            using var response = await service._http!.PostAsJsonAsync("/api/sign-in", new { userName, password = HimachalPradesh.Password });
            Assert.That(response.IsSuccessStatusCode, Is.True, $"{userName} cannot sign in: {response.StatusCode}");
            return service._tokens[userName!] = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        }
    }
}

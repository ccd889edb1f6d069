using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Bench;

/// <summary>
/// A round trip through the product: POST consult, POST acceptance, POST advice, advised at the spoke. What has arrived is seen by
/// looking into the two databases every few milliseconds, which costs the services nothing; every 20th is also read by HTTP.
/// </summary>
internal static class Trip
{
    public static async Task<LevelResult> Run(Stack stack, int concurrency, int seed)
    {
        using var spoke = Client(stack.SpokeUrl, concurrency);
        using var hub = Client(stack.HubUrl, concurrency);
        await SignIn(spoke, "cho-sunita");
        await SignIn(hub, "mo-verma");

        await using var arrived = new Watch(stack.HubDatabase, "SELECT Id, ConsultId FROM Consults WHERE Id > $after ORDER BY Id");
        await using var advised = new Watch(stack.SpokeDatabase,
            "SELECT e.Id, r.ConsultId FROM RequestEvents e JOIN ConsultRequests r ON r.Id = e.RequestRow WHERE e.Id > $after AND e.Kind = 'advised' ORDER BY e.Id");

        Task One(int i) => RoundTrip(spoke, hub, arrived, advised, new Random(seed + i), i);

        var count = concurrency switch { 1 => 150, 8 => 600, _ => 2000 };
        await Console.Error.WriteLineAsync($"round trips, {concurrency} at a time: warming up");
        await Level.Run(concurrency, Math.Min(count, 400), stack.Processes, One, () => Settled(stack));
        await Console.Error.WriteLineAsync($"round trips, {concurrency} at a time: {count}");
        return await Level.Run(concurrency, count, stack.Processes, One, () => Settled(stack));
    }

    private static async Task RoundTrip(HttpClient spoke, HttpClient hub, Watch arrived, Watch advised, Random random, int i)
    {
        var queued = await Post(spoke, "/api/consults", Request(random));
        var id = queued.GetProperty("id").GetGuid();
        await arrived.Wait(id);
        var held = await Post(hub, $"/api/consults/{id}/acceptance", null);
        await Post(hub, $"/api/consults/{id}/advice", Advice(held.GetProperty("token").GetString()!));
        await advised.Wait(id);
        if (i % 20 != 0) return;
        var read = await spoke.GetFromJsonAsync<JsonElement>(new Uri($"/api/consults/{id}", UriKind.Relative));
        if (read.GetProperty("status").GetString() != "advised") throw new InvalidOperationException("Not advised at the spoke.");
    }

    private static HttpClient Client(Uri url, int concurrency) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = concurrency }) { BaseAddress = url };

    private static async Task SignIn(HttpClient http, string userName)
    {
        var signedIn = await Post(http, "/api/sign-in", new { userName, password = Demo.HimachalPradesh.Password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.GetProperty("token").GetString());
    }

    private static async Task<JsonElement> Post(HttpClient http, string path, object? body)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body));
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task Settled(Stack stack)
    {
        var limit = Stopwatch.StartNew();
        while (Open(stack.SpokeDatabase) + Open(stack.HubDatabase) > 0)
        {
            if (limit.Elapsed > TimeSpan.FromMinutes(3)) throw new TimeoutException("Messages are still open after three minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        static long Open(string database)
        {
            using var connection = Watch.ReadOnly(database);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM Outbox WHERE State = 0";
            return (long)command.ExecuteScalar()!;
        }
    }

    private static object Request(Random random) => new
    {
        patient = new
        {
            name = $"Bench {random.Next(100_000)}",
            relativeName = "Ram Lal",
            birthDate = $"19{random.Next(40, 99)}-03-02",
            sex = "female",
            mobile = $"9{random.Next(100_000_000, 999_999_999)}",
            mobileOf = "self",
            address = new { village = "Kotkhai", block = "Theog", district = "Shimla", state = "Himachal Pradesh", pin = "171202" },
        },
        specialty = "general-consult",
        urgency = "routine",
        question = "Fever for five days, which tests and treatment?",
        complaints = new[] { new { text = "Fever", code = "fever", duration = new { value = 5, unit = "d" } } },
        vitals = new { systolic = 118, diastolic = 76, pulse = 96, temperatureC = 38.6, spo2 = 97, respiratoryRate = 18, consciousness = "alert", onOxygen = false, weightKg = 52 },
        currentMedicines = new[] { "paracetamol 500 mg" },
        pointOfCareTests = new[] { new { test = "malaria-rdt", value = "negative" } },
        consent = new { given = true, method = "verbal", language = "hi", textVersion = "2026-11", takenBy = "cho-sunita" },
    };

    private static object Advice(string token) => new
    {
        token,
        mode = "text",
        spokenWithPatient = false,
        diagnoses = new[] { new { code = "R50.9", text = "Fever, unspecified", rank = "primary", certainty = "provisional" } },
        advice = "Fluids, tepid sponging above 39 degrees. Repeat the malaria rapid test tomorrow morning.",
        medicines = new[]
        {
            new { name = "paracetamol", form = "tablet", strength = "500 mg", dose = "1 tablet", route = "oral", frequency = "TDS", timing = "after-food", durationDays = 3, quantity = 9 },
        },
        tests = new[] { "Malaria rapid test" },
        safetyNet = new[] { "Return at once if bleeding or breathless" },
        consentConfirmed = true,
    };
}

/// <summary>Sees rows appear in a service's database and releases whoever waits for one.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    /// <param name="sql">Gives a growing key, to go on from as <c>$after</c>, and the id that is waited for.</param>
    public Watch(string database, string sql) => _looking = Task.Run(() => Look(database, sql));

    public Task Wait(Guid id) => _waiting.GetOrAdd(id, _ => New()).Task.WaitAsync(TimeSpan.FromMinutes(3));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    public static SqliteConnection ReadOnly(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return connection;
    }

    private async Task Look(string database, string sql)
    {
        await using var connection = ReadOnly(database);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var after = command.Parameters.AddWithValue("$after", 0L);
        while (!_stop.IsCancellationRequested)
        {
            await using (var rows = await command.ExecuteReaderAsync())
            {
                while (await rows.ReadAsync())
                {
                    after.Value = rows.GetInt64(0);
                    _waiting.GetOrAdd(rows.GetGuid(1), _ => New()).TrySetResult();
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using NUnit.Framework;

namespace Testing;

/// <summary>
/// One service as a process of its own, as it is deployed: settings from the environment, output into a file, killed or stopped
/// and started again on the same data.
/// </summary>
public sealed class ServiceProcess(string service, IReadOnlyDictionary<string, string> settings, string logFile, FakeClock? clock = null) : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly HttpClient _http = new();
    private readonly string _program = Repository.Program(service);
    private Process? _process;
    private Task _log = Task.CompletedTask;

    /// <summary>The same in every life of the process.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public string Log => File.Exists(logFile) ? ReadShared(logFile) : "";

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it and waits until it takes requests.</summary>
    /// <param name="failpoint">Where it is to die as by a power cut.</param>
    public async Task Start(string? failpoint = null, IReadOnlyDictionary<string, string>? overrides = null)
    {
        Launch(failpoint, overrides);
        await Eventually.True(async () =>
        {
            if (_process!.HasExited) Assert.Fail($"{service} ended with {_process.ExitCode} instead of starting:\n{LastLines(20)}");
            return await IsReady();
        }, TimeSpan.FromSeconds(120), $"{service} is ready");
    }

    /// <summary>Starts it without waiting, for starts that are to fail.</summary>
    public void Launch(string? failpoint = null, IReadOnlyDictionary<string, string>? overrides = null)
    {
        Assert.That(IsRunning, Is.False, $"{service} runs already");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", _program },
            WorkingDirectory = Path.GetDirectoryName(_program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        if (overrides is not null)
            foreach (var (name, value) in overrides) start.Environment[name] = value;
        start.Environment.Remove("HUBSPOKE_FAILPOINT");
        if (failpoint is not null) start.Environment["HUBSPOKE_FAILPOINT"] = failpoint;
        if (clock is not null)
            foreach (var (name, value) in clock.Environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _log = Keep(_process);
    }

    public async Task<bool> IsReady() => await Ready() is { StatusCode: HttpStatusCode.OK };

    /// <summary>The answer of <c>/health/ready</c>; null while nobody answers.</summary>
    public async Task<HttpResponseMessage?> Ready()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            return await _http.GetAsync(new Uri(Address, "/health/ready"), limit.Token);
        }
        catch (Exception none) when (none is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>As by a power cut.</summary>
    public async Task Kill()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await HasEnded();
    }

    /// <summary>As a supervisor stops it.</summary>
    public async Task Stop()
    {
        Assert.That(IsRunning, $"{service} runs");
        Assert.That(Signal(_process!.Id, Terminate), Is.Zero);
        Assert.That(await HasEnded(), Is.Zero, $"{service} stopped in order");
    }

    /// <summary>Waits for its end and gives the exit code: 137 when it was killed or hit its failpoint.</summary>
    public async Task<int> HasEnded(TimeSpan? within = null)
    {
        await Eventually.True(() => _process!.HasExited, within ?? TimeSpan.FromSeconds(40), $"{service} has ended");
        await _log;
        return _process!.ExitCode;
    }

    public string LastLines(int count) => string.Join('\n', Log.Split('\n').TakeLast(count));

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process?.Dispose();
        _process = null;   // a test may end it before its world does
        _http.Dispose();
    }

    private async Task Keep(Process process)
    {
        await using var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        using var oneAtATime = new SemaphoreSlim(1);
        await Task.WhenAll(Copy(process.StandardOutput), Copy(process.StandardError));

        async Task Copy(StreamReader from)
        {
            while (await from.ReadLineAsync() is { } line)
            {
                await oneAtATime.WaitAsync();
                await log.WriteLineAsync(line);
                oneAtATime.Release();
            }
        }
    }

    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}

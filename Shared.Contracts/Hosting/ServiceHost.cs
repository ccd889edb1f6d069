using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Shared.Hosting.Health;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Shared.Hosting;

/// <summary>
/// What every service is made of, so that its own <c>Program.cs</c> says only what is particular to it. A start that cannot
/// succeed ends with one line that says why, and an exit code a supervisor can tell apart.
/// </summary>
public static class ServiceHost
{
    public const int DatabaseUnavailable = 69;
    public const int WrongSetting = 78;
    public const int AddressTaken = 98;

    /// <summary>Builds, runs the <c>accounts</c> commands or the service, and gives the exit code.</summary>
    public static async Task<int> Run(string[] args, Action<WebApplicationBuilder> compose, Action<WebApplication> map)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            compose(builder);
            await using var app = builder.Build();
            app.UseService();
            map(app);
            if (await AccountCommands.Run(app, args) is { } exitCode) return exitCode;
            await app.RunAsync();
            return Environment.ExitCode;   // a background service may have said why it stopped the host
        }
        catch (OperationCanceledException) when (Environment.ExitCode != 0)
        {
            return Environment.ExitCode;   // likewise, and the host was still starting
        }
        catch (Exception failed) when (Explain(failed) is not null)
        {
            var (code, line) = Explain(failed)!.Value;
            await Console.Error.WriteLineAsync(line.ReplaceLineEndings(" "));
            return code;
        }
    }

    /// <param name="name">Names the service in telemetry and its cookies; with several sites on one host name, each has its own.</param>
    public static WebApplicationBuilder AddService<TDb, TSqlite, TSqlServer>(this WebApplicationBuilder builder, string name, Side side)
        where TDb : ServiceDb
        where TSqlite : TDb
        where TSqlServer : TDb
    {
        Log(builder.Logging);
        builder.Services.AddSettings<HttpOptions>(HttpOptions.Section);
        builder.Services.AddServiceDatabase<TDb, TSqlite, TSqlServer>(builder.Configuration);
        builder.AddUi(side, typeof(TDb).Assembly);
        builder.Services.AddProblems();
        builder.Services.AddServiceIdentity<TDb>(name);
        builder.Services.AddOpenApi("v1", document => document.AddDocumentTransformer<ApiDocument>());
        Measure(builder, name);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<HttpOptions>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
        });
        return builder;
    }

    /// <summary>The pipeline and the routes that every service has.</summary>
    public static WebApplication UseService(this WebApplication app)
    {
        if (app.Environment.IsProduction())
        {
            if (Demo.IsEnabled(app.Configuration))
                throw new SettingException($"{Demo.Setting}: refused in Production, because everybody knows its passwords.");
            if (Failpoint.IsArmed) throw new SettingException($"{Failpoint.Variable}: refused in Production.");
        }

        app.UseUi();
        app.UseProblems();
        app.UseServiceIdentity();
        app.Use(IdempotencyFilter.KeepBody);

        app.MapUi();
        app.MapHealth();
        SignIn.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }

    /// <summary>Where a service hangs its API: a repeated request is answered from memory there, and nothing is open to strangers.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api").AddEndpointFilter(new IdempotencyFilter());

    // One line each, for journald and people; Logging:Console:FormatterName=json for machines. No category may write what a
    // person typed: addresses with their query and the messages of database errors stay out.
    private static void Log(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);           // a failed start is told by Run
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);        // likewise; and it repeats exceptions
        logging.AddFilter("MassTransit", LogLevel.Error);                               // a page of stack for every try without the broker; we say it in a line
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);       // keys are protected as the database is
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);          // reported where it is handled
    }

    private static void Measure(WebApplicationBuilder builder, string name)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"hubspoke-{name}"))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("HubSpoke").AddMeter("System.Runtime").AddPrometheusExporter());
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;   // nobody would read the traces
        telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("HubSpoke", "MassTransit"))
            .UseOpenTelemetryExport();
    }

    private static void UseOpenTelemetryExport(this OpenTelemetry.OpenTelemetryBuilder telemetry) =>
        OpenTelemetry.OpenTelemetryBuilderOtlpExporterExtensions.UseOtlpExporter(telemetry);

    private static (int Code, string Line)? Explain(Exception failed) => failed switch
    {
        SettingException setting => (WrongSetting, setting.Message),
        OptionsValidationException options => (WrongSetting, string.Join(" ", options.Failures)),
        InvalidDataException file when file.InnerException is FormatException => (WrongSetting, $"{file.Message} {file.InnerException.Message}"),
        IOException { InnerException: AddressInUseException } taken => (AddressTaken, taken.Message),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } taken => (AddressTaken, taken.Message),
        SqliteException sqlite => (DatabaseUnavailable, $"Database:File: SQLite cannot use the file (error {sqlite.SqliteErrorCode})."),
        SqlException server => (DatabaseUnavailable, $"Database:ConnectionString: the database server cannot be used (error {server.Number})."),
        RetryLimitExceededException { InnerException: { } inner } => Explain(inner),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };
}

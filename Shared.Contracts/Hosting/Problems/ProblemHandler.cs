using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Shared.Hosting.Problems;

/// <summary>
/// The one place where an exception becomes an answer. What nobody foresaw is a 500 without detail; the log gets types and
/// places, never messages, because a driver's message may repeat what somebody typed.
/// </summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;   // nobody listens

        var problem = exception switch
        {
            RuleBrokenException rule => Problem.Of(rule.Status, rule.Code, rule.Args),
            DbUpdateConcurrencyException => Problem.Of(StatusCodes.Status409Conflict, "changed-by-another"),
            BadHttpRequestException bad => Unreadable(bad),
            _ => Problem.Of(StatusCodes.Status500InternalServerError, "unexpected"),
        };
        if (problem.StatusCode == StatusCodes.Status500InternalServerError)
            LogUnexpected((httpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, Problem.TraceId(httpContext), Trace(exception));

        // A browser gets a page, drawn from the bare status by the common UI.
        if (httpContext.WantsPage()) httpContext.Response.StatusCode = problem.StatusCode;
        else await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static ProblemHttpResult Unreadable(BadHttpRequestException bad)
    {
        if (bad.StatusCode != StatusCodes.Status400BadRequest) return Problem.Of(bad.StatusCode, Problem.CodeOf(bad.StatusCode));
        if (bad.InnerException is JsonException json) return Problem.Of(bad.StatusCode, "body-unreadable", fields: JsonFault.Explain(json));
        // The framework's own words, in which only the parameter's name varies.
        return Problem.Of(bad.StatusCode, bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase) ? "body-unreadable" : "parameter-unreadable");
    }

    private static string Trace(Exception exception)
    {
        var kinds = new List<string>();
        for (var e = exception; e is not null; e = e.InnerException) kinds.Add(e.GetType().Name);
        return $"{string.Join(" < ", kinds)}\n{exception.StackTrace}";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected at {Route}, trace id {TraceId}: {Trace}")]
    private partial void LogUnexpected(string? route, string traceId, string trace);
}

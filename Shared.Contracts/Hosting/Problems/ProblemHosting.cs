using Shared.Contracts.Messaging;

namespace Shared.Hosting.Problems;

internal static class ProblemHosting
{
    public static void AddProblems(this IServiceCollection services)
    {
        // The same number as in the log and on the error page, so that one search finds the fault.
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions["traceId"] = Problem.TraceId(context.HttpContext));
        services.AddExceptionHandler<ProblemHandler>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);   // so that the answer has a code
        services.ConfigureHttpJsonOptions(json => Wire.Configure(json.SerializerOptions));
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseWhen(http => !http.WantsPage(), programs => programs.UseStatusCodePages(refused =>
        {
            var status = refused.HttpContext.Response.StatusCode;
            return Problem.Of(status, Problem.CodeOf(status)).ExecuteAsync(refused.HttpContext);
        }));
    }

    /// <summary>A person with a browser, not a program: refusals are pages, and sign-in is offered.</summary>
    public static bool WantsPage(this HttpContext http) => !http.IsApi() && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments("/api");
}

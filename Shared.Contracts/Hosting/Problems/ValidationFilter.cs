using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Problems;

/// <summary>Checks the shape of a request before its handler runs; what depends on state belongs to the entity.</summary>
public sealed class ValidationFilter<T>(IValidator<T> validator) : IEndpointFilter where T : class
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.Arguments.OfType<T>().FirstOrDefault() is not { } request)
            return Problem.Of(StatusCodes.Status400BadRequest, "body-unreadable");
        var result = await validator.ValidateAsync(request, context.HttpContext.RequestAborted);
        return result.IsValid ? await next(context) : Validation.Refuse(result);
    }
}

public static class Validation
{
    /// <summary>The slice's own validator looks at the request first. It is made once, with what it asks of the service, such as the clock.</summary>
    public static RouteHandlerBuilder Validate<T, TValidator>(this RouteHandlerBuilder route) where T : class where TValidator : IValidator<T> =>
        route.AddEndpointFilterFactory((factory, next) =>
        {
            var filter = new ValidationFilter<T>(ActivatorUtilities.CreateInstance<TValidator>(factory.ApplicationServices));
            return context => filter.InvokeAsync(context, next);
        }).ProducesProblem(StatusCodes.Status400BadRequest);

    /// <summary>The answer to a request of the wrong shape: 400 <c>validation-failed</c> with what is wrong, field by field.</summary>
    public static ProblemHttpResult Refuse(ValidationResult result) =>
        Problem.Of(StatusCodes.Status400BadRequest, "validation-failed", fields: result.Errors.Select(Explain));

    private static FieldProblem Explain(ValidationFailure failure)
    {
        var (path, code) = (PathOf(failure.PropertyName ?? ""), failure.ErrorCode ?? "");
        return code.EndsWith("Validator", StringComparison.Ordinal) || code.Length == 0
            ? new(path, code.Length == 0 ? "invalid" : JsonNamingPolicy.KebabCaseLower.ConvertName(code[..^"Validator".Length]), failure.ErrorMessage)
            : new(path, code, Texts.Current.Find($"validation.{code}") ?? failure.ErrorMessage);
    }

    // As the field is called in the request: Patient.Name is patient.name there.
    private static string PathOf(string property) => string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}

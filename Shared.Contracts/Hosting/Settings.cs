using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shared.Hosting;

/// <summary>A setting keeps the service from starting. The message names the setting and says what to do; it is all that is printed.</summary>
public sealed class SettingException(string message) : Exception(message);

/// <summary>Binds a section to its class so that a wrong or unknown setting stops the start, not the night shift.</summary>
public static class Settings
{
    /// <summary>
    /// Binds <paramref name="section"/>, refuses members it does not know, checks annotations and <see cref="IValidatableObject"/>,
    /// and lets the class itself be injected.
    /// </summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section) where T : class
    {
        services.AddOptions<T>()
            .Configure<IConfiguration>((settings, configuration) => Bind(settings, configuration, section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new Check<T>(section));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
        return services;
    }

    /// <summary>Reads what a setting holds or names; when that cannot be read, the setting is said.</summary>
    public static T Read<T>(string setting, string value, Func<string, T> read)
    {
        try
        {
            return read(value);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or JsonException or FormatException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{setting}: {wrong.Message}");
        }
    }

    private static void Bind<T>(T settings, IConfiguration configuration, string section)
    {
        try
        {
            configuration.GetSection(section).Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            // The binder's text names the members; a value it could not convert is in the inner exception, and may be a secret.
            var unknown = wrong.Message.Split("were not found on the instance of") is [_, var tail] ? tail[(tail.IndexOf(':') + 1)..].Trim() : null;
            throw new SettingException(unknown is null ? $"{section}: {wrong.Message}" : $"{section}: there is no setting {unknown} here; is it misspelt?");
        }
    }

    private sealed class Check<T>(string section) : IValidateOptions<T> where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var wrong = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(wrong.Select(w => $"{section}:{string.Join(", ", w.MemberNames)}: {w.ErrorMessage}"));
        }
    }
}

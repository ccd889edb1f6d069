using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Hosting;
using Shared.Hosting.Messaging;

namespace Hub.Api.Programme;

/// <summary>Which hubs this process serves. Bound from <c>Hub</c>.</summary>
public sealed class HubOptions
{
    public const string Section = "Hub";

    /// <summary>Codes of the directory, such as <c>igmc</c>.</summary>
    [Required, MinLength(1)] public string[] Codes { get; init; } = [];
}

/// <summary>The signed directory this hub reads at start. Bound from <c>Directory</c>.</summary>
public sealed class DirectoryOptions
{
    public const string Section = "Directory";

    [Required] public string File { get; init; } = "";

    /// <summary>Base64 of the programme's public key (SubjectPublicKeyInfo).</summary>
    [Required] public string ProgrammeKey { get; init; } = "";
}

/// <summary>Reads the programme's directory once, checks who signed it, and derives whom this process writes to.</summary>
public static class ReadDirectory
{
    public static IServiceCollection AddProgrammeDirectory(this IServiceCollection services)
    {
        services.AddSettings<HubOptions>(HubOptions.Section);
        services.AddSettings<DirectoryOptions>(DirectoryOptions.Section);
        services.AddSingleton(s => Settings.Read("Directory:ProgrammeKey", s.GetRequiredService<DirectoryOptions>().ProgrammeKey, key => new ProgrammeKey(key)));
        services.AddSingleton(s => Settings.Read("Directory:File", s.GetRequiredService<DirectoryOptions>().File,
            file => ProgrammeDirectory.Read(System.IO.File.ReadAllText(file), s.GetRequiredService<ProgrammeKey>().Key)));
        services.AddSingleton<ListsInForce>();
        services.AddScoped(s => s.GetRequiredService<ListsInForce>().Policy);
        services.AddScoped(s => s.GetRequiredService<ListsInForce>().Formulary);
        services.AddScoped(s => s.GetRequiredService<ListsInForce>().Diagnoses);
        services.AddSingleton(s => AddressesOf(s.GetRequiredService<ProgrammeDirectory>(), s.GetRequiredService<HubOptions>()));
        return services;
    }

    public static AddressBook AddressesOf(ProgrammeDirectory directory, HubOptions options)
    {
        foreach (var code in options.Codes)
            if (directory.Hub(code) is null) throw new OptionsValidationException(HubOptions.Section, typeof(HubOptions), [$"Hub:Codes names {code}, which is not in the directory."]);

        var userOf = directory.Hubs.ToDictionary(h => Wire.Hub(h.Code), h => h.BrokerUser);
        foreach (var site in directory.Sites) userOf.Add(Wire.SpokeSite(site.Site), site.BrokerUser);
        return new AddressBook([.. options.Codes.Select(c => new OwnAddress(Wire.Hub(c), IsHub: true))], userOf, PeersOf);

        IEnumerable<string> PeersOf(string own)
        {
            var mapped = directory.Mappings.Where(m => Wire.Hub(m.HubCode) == own).Select(m => m.SpokeCode).ToHashSet();
            // Hubs pass consults on to those that answer the same spokes; those of this process share its database.
            var beside = directory.Mappings.Where(m => mapped.Contains(m.SpokeCode)).Select(m => m.HubCode).Distinct().Except(options.Codes);
            return directory.Sites.Where(s => s.Spokes.Any(mapped.Contains)).Select(s => Wire.SpokeSite(s.Site)).Concat(beside.Select(Wire.Hub));
        }
    }
}

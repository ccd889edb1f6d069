using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Hosting;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;

namespace Spoke.Api.Directory;

/// <summary>Which site this deployment is. Bound from <c>Spoke</c>.</summary>
public sealed class SpokeOptions
{
    public const string Section = "Spoke";

    /// <summary>The site's name in the directory, such as <c>shimla-1</c>.</summary>
    [Required] public string Site { get; init; } = "";
}

/// <summary>The signed directory this site reads at start. Bound from <c>Directory</c>.</summary>
public sealed class DirectoryOptions
{
    public const string Section = "Directory";

    [Required] public string File { get; init; } = "";

    /// <summary>Base64 of the programme's public key (SubjectPublicKeyInfo): pinned, so that signatures hold with the link down.</summary>
    [Required] public string ProgrammeKey { get; init; } = "";
}

/// <summary>Reads the programme's directory once, checks who signed it, and derives whom this site writes to.</summary>
public static class ReadDirectory
{
    public static IServiceCollection AddProgrammeDirectory(this IServiceCollection services)
    {
        services.AddSettings<SpokeOptions>(SpokeOptions.Section);
        services.AddSettings<DirectoryOptions>(DirectoryOptions.Section);
        services.AddSingleton(s => Settings.Read("Directory:ProgrammeKey", s.GetRequiredService<DirectoryOptions>().ProgrammeKey, key => new ProgrammeKey(key)));
        services.AddSingleton(s => Settings.Read("Directory:File", s.GetRequiredService<DirectoryOptions>().File,
            file => ProgrammeDirectory.Read(System.IO.File.ReadAllText(file), s.GetRequiredService<ProgrammeKey>().Key)));
        services.AddSingleton<ListsInForce>();
        services.AddScoped(s => s.GetRequiredService<ListsInForce>().Policy);
        services.AddScoped(s => s.GetRequiredService<ListsInForce>().Formulary);
        services.AddSingleton(s => new SiteAddress(Wire.SpokeSite(s.GetRequiredService<SpokeOptions>().Site)));
        services.AddSingleton(s => AddressesOf(s.GetRequiredService<ProgrammeDirectory>(), s.GetRequiredService<SpokeOptions>()));
        return services;
    }

    public static AddressBook AddressesOf(ProgrammeDirectory directory, SpokeOptions options)
    {
        var site = directory.Sites.FirstOrDefault(s => s.Site == options.Site)
            ?? throw new OptionsValidationException(SpokeOptions.Section, typeof(SpokeOptions), [$"Spoke:Site names {options.Site}, which is not in the directory."]);
        var hubs = directory.Mappings.Where(m => site.Spokes.Contains(m.SpokeCode)).Select(m => m.HubCode).Distinct().ToList();
        var userOf = directory.Hubs.ToDictionary(h => Wire.Hub(h.Code), h => h.BrokerUser);
        userOf.Add(Wire.SpokeSite(site.Site), site.BrokerUser);
        return new AddressBook([new OwnAddress(Wire.SpokeSite(site.Site), IsHub: false)], userOf, _ => hubs.Select(Wire.Hub));
    }
}

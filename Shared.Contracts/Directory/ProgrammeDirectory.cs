using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Medicines;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;

namespace Shared.Contracts.Directory;

/// <summary>
/// Who is who in one programme: hubs, sites, spokes, practitioners, and which hub answers whom. A versioned document signed by
/// the programme key; every service reads it from a file, so mappings work with the programme office down.
/// </summary>
/// <remarks>FHIR R4: Organization, Location, Practitioner, OrganizationAffiliation.</remarks>
public sealed record ProgrammeDirectory
{
    public const string Typ = "directory";

    public required string Programme { get; init; }

    /// <summary>Grows with every issue of the directory.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public required IReadOnlyList<HubEntry> Hubs { get; init; }
    public required IReadOnlyList<SiteEntry> Sites { get; init; }
    public required IReadOnlyList<SpokeEntry> Spokes { get; init; }
    public required IReadOnlyList<SpokeMapping> Mappings { get; init; }
    public required IReadOnlyList<PractitionerEntry> Practitioners { get; init; }

    /// <summary>The programme's own medicine lists, by its order. Null: this project's default holds.</summary>
    [Since("1.1")] public MedicineLists? MedicineLists { get; init; }

    /// <summary>Days on which only hubs that never close are open. Null: none are known.</summary>
    [Since("1.1")] public IReadOnlyList<Holiday>? Holidays { get; init; }

    /// <summary>The directory, if the programme key signed it; otherwise a sentence that says what is wrong with the file.</summary>
    public static ProgrammeDirectory Read(string document, ECDsa programmeKey)
    {
        var bytes = Jws.Verify(document.Trim(), Typ, programmeKey)
            ?? throw new InvalidDataException("The directory is not signed by the programme key of the settings.");
        try
        {
            var directory = JsonSerializer.Deserialize<ProgrammeDirectory>(bytes, Wire.Json) ?? throw new InvalidDataException("The directory is empty.");
            directory.Validate();
            return directory;
        }
        catch (JsonException misshapen)
        {
            throw new InvalidDataException($"The directory is not written as this version of the service reads it, at {misshapen.Path ?? "$"}.");
        }
    }

    public static string Sign(ProgrammeDirectory directory, ECDsa programmeKey)
    {
        directory.Validate();
        return Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(directory, Wire.Json), Typ, Jws.KeyId(programmeKey), programmeKey);
    }

    /// <summary>The hub that answers this spoke for this specialty: the mapping of lowest rank in force on the day.</summary>
    public SpokeMapping? HubFor(string spokeCode, string specialty, DateOnly day) => MappingsOf(spokeCode, day).FirstOrDefault(m => m.Specialty == specialty);

    /// <summary>What is in force for this spoke on the day, lowest rank first.</summary>
    public IEnumerable<SpokeMapping> MappingsOf(string spokeCode, DateOnly day) => Mappings
        .Where(m => m.SpokeCode == spokeCode && m.From <= day && (m.Until is not { } until || day <= until))
        .OrderBy(m => m.Rank);

    public HubEntry? Hub(string code) => Hubs.FirstOrDefault(h => h.Code == code);

    public SpokeEntry? Spoke(string code) => Spokes.FirstOrDefault(s => s.Code == code);

    public PractitionerEntry? Practitioner(string? code) => Practitioners.FirstOrDefault(p => p.Code == code);

    public SiteEntry? SiteOf(string spokeCode) => Sites.FirstOrDefault(s => s.Spokes.Contains(spokeCode));

    /// <summary>The prescribing policy with the programme's lists.</summary>
    public PrescribingPolicy Prescribing() => MedicineLists is null ? PrescribingPolicy.Default : new PrescribingPolicy(MedicineLists, Formulary().ListOInstead);

    /// <summary>The formulary under the programme's lists.</summary>
    public Formulary Formulary() => MedicineLists is null ? Medicines.Formulary.Default : new Formulary(FormularyData.Default, MedicineLists);

    private void Validate()
    {
        _ = Prescribing();   // lists that contradict themselves or the formulary stop the start
        Once("Hub", Hubs.Select(h => h.Code));
        Once("Site", Sites.Select(s => s.Site));
        Once("Spoke", Spokes.Select(s => s.Code));
        Once("Practitioner", Practitioners.Select(p => p.Code));
        foreach (var mapping in Mappings)
        {
            if (Hub(mapping.HubCode) is not { } hub)
                throw new InvalidDataException($"A mapping of {mapping.SpokeCode} names hub {mapping.HubCode}, which is not in the directory.");
            if (Spoke(mapping.SpokeCode) is null)
                throw new InvalidDataException($"A mapping names spoke {mapping.SpokeCode}, which is not in the directory.");
            if (!hub.Specialties.Contains(mapping.Specialty))
                throw new InvalidDataException($"Spoke {mapping.SpokeCode} is mapped to {mapping.HubCode} for {mapping.Specialty}, which that hub does not offer.");
        }
        foreach (var hub in Hubs)
            if (hub.Hours?.GroupBy(h => h.Day).FirstOrDefault(d => Overlap(d)) is { } day)
                throw new InvalidDataException($"Hub {hub.Code} has hours on {day.Key} that overlap.");
        foreach (var spoke in Spokes)
            if (Sites.Count(s => s.Spokes.Contains(spoke.Code)) != 1)
                throw new InvalidDataException($"Spoke {spoke.Code} must belong to exactly one site.");
        foreach (var site in Sites)
            if (site.Spokes.FirstOrDefault(code => Spoke(code) is null) is { } unknown)
                throw new InvalidDataException($"Site {site.Site} names spoke {unknown}, which is not in the directory.");
        foreach (var same in Mappings.GroupBy(m => (m.SpokeCode, m.Specialty, m.Rank)))
            if (Overlap(same.OrderBy(m => m.From)))
                throw new InvalidDataException($"Spoke {same.Key.SpokeCode} has two hubs of rank {same.Key.Rank} for {same.Key.Specialty} on one day.");
    }

    private static void Once(string what, IEnumerable<string> codes)
    {
        if (codes.GroupBy(code => code).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidDataException($"{what} {twice.Key} is in the directory twice.");
    }

    private static bool Overlap(IEnumerable<HubHours> ofOneDay)
    {
        var hours = ofOneDay.OrderBy(h => h.From).ToList();
        return hours.Zip(hours.Skip(1)).Any(pair => pair.First.Until <= pair.First.From || pair.Second.From < pair.First.Until);
    }

    private static bool Overlap(IEnumerable<SpokeMapping> byFirstDay)
    {
        DateOnly? taken = null;
        foreach (var mapping in byFirstDay)
        {
            if (mapping.From <= taken) return true;
            taken = mapping.Until ?? DateOnly.MaxValue;
        }
        return false;
    }
}

/// <summary>A name in English and Hindi.</summary>
public sealed record Names(string En, string Hi);

/// <summary>A hub. <see cref="Code"/> is its address on the broker: <c>hub.{code}</c>.</summary>
public sealed record HubEntry
{
    public required string Code { get; init; }
    public required Names Name { get; init; }

    /// <summary>SHC-HWC, PHC-HWC, UPHC, CHC, SDH, DH or MedicalCollege.</summary>
    public required string FacilityType { get; init; }

    public required Names District { get; init; }

    /// <summary>The user its process signs in to the broker with.</summary>
    public required string BrokerUser { get; init; }

    public required IReadOnlyList<string> Specialties { get; init; }

    /// <summary>Phone of its casualty, for emergencies.</summary>
    public string? CasualtyPhone { get; init; }

    /// <summary>When it answers, week by week. Null: not known, and nothing is said of it.</summary>
    [Since("1.1")] public IReadOnlyList<HubHours>? Hours { get; init; }
}

/// <summary>Hours of a hub on one day of the week, by the clock in India.</summary>
/// <param name="Until">At or before <paramref name="From"/>: it is open past midnight; the same as <paramref name="From"/>: for 24 hours.</param>
public sealed record HubHours(DayOfWeek Day, TimeOnly From, TimeOnly Until);

/// <summary>A day on which hub hours do not hold.</summary>
public sealed record Holiday(DateOnly Day, Names Name);

/// <summary>One Spoke.Api deployment, with the spokes it serves. <see cref="Site"/> is its address: <c>spoke.{site}</c>.</summary>
public sealed record SiteEntry
{
    public required string Site { get; init; }
    public required string BrokerUser { get; init; }
    public required IReadOnlyList<string> Spokes { get; init; }
}

public sealed record SpokeEntry
{
    public required string Code { get; init; }
    public required Names Name { get; init; }
    public required string FacilityType { get; init; }
    public required Names Block { get; init; }
    public required Names District { get; init; }

    /// <summary>Nearest first-referral unit and the phone of its casualty.</summary>
    public Names? ReferralUnit { get; init; }

    public string? ReferralPhone { get; init; }
}

/// <summary>This spoke asks this hub for this specialty, in this order, on these days.</summary>
public sealed record SpokeMapping
{
    public required string SpokeCode { get; init; }
    public required string Specialty { get; init; }
    public required string HubCode { get; init; }
    public required int Rank { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? Until { get; init; }
}

/// <summary>A registered practitioner, where and for what they answer, with the certificate of their signing key.</summary>
public sealed record PractitionerEntry
{
    public required string Code { get; init; }
    public required IReadOnlyList<string> Hubs { get; init; }
    public required IReadOnlyList<string> Specialties { get; init; }

    /// <summary>Compact JWS of a <see cref="PractitionerCertificate"/>; null while none is issued, and then nothing can be signed.</summary>
    public string? Certificate { get; init; }

    /// <summary>The register the practitioner is on. Null in directories that predate contract 1.1.</summary>
    [Since("1.1")] public PractitionerRegister? Register { get; init; }

    /// <summary>
    /// Certificates that were renewed or whose key was replaced, so that what was signed under them is still checked. That of a key in
    /// wrong hands is taken out, because who has it can write any date.
    /// </summary>
    [Since("1.3")] public IReadOnlyList<string>? FormerCertificates { get; init; }
}

/// <summary>Who registered a practitioner. It decides who prescribes where a doctor asks a doctor (guideline rules T15, T16).</summary>
public enum PractitionerRegister
{
    StateMedicalCouncil,

    /// <summary>The National Medical Commission's own register.</summary>
    Nmc,

    /// <summary>Ayurveda, Yoga, Unani, Siddha or Homoeopathy.</summary>
    Ayush,

    Nursing,

    /// <summary>On none.</summary>
    None,
}

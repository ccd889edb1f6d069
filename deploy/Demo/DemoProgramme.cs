using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Signing;

namespace Demo;

/// <summary>What differs between one demo or test installation and another.</summary>
public sealed record DemoSettings
{
    public int BrokerPort { get; init; } = 5673;
    public int HubPort { get; init; } = 5080;

    /// <summary>The first site's; the others follow.</summary>
    public int FirstSpokePort { get; init; } = 5081;

    /// <summary>
    /// Sites that reach the broker through a port of their own (<c>Demo line</c>), so that their line can be cut; by name of the
    /// site. The others use the broker's port.
    /// </summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    /// <summary>Protects the signing keys on disk; made up when null.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>Where the services keep their databases; null means a folder of the installation.</summary>
    public string? DatabaseFolder { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>What was written: where the files are, and the settings that each service starts with.</summary>
public sealed record DemoInstallation
{
    public required string Folder { get; init; }
    public required string DirectoryFile { get; init; }
    public required string KeysFolder { get; init; }
    public required string KeyPassword { get; init; }

    /// <summary>What <c>RMQ_DEFINITIONS</c> of <c>deploy/rabbitmq/node.sh</c> is to name.</summary>
    public required string BrokerDefinitionsFile { get; init; }

    /// <summary>The programme's public key, as the services' settings pin it.</summary>
    public required string ProgrammeKey { get; init; }

    /// <summary>The programme's private key, encrypted with <see cref="KeyPassword"/>.</summary>
    public required string ProgrammePrivateKeyFile { get; init; }

    public required IReadOnlyList<BrokerDefinitions.User> BrokerUsers { get; init; }

    public required int BrokerPort { get; init; }

    /// <summary>Environment variables of Hub.Api.</summary>
    public required IReadOnlyDictionary<string, string> HubSettings { get; init; }

    /// <summary>Environment variables of each site's Spoke.Api.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> SiteSettings { get; init; }

    /// <summary>The broker's address for a user, password included; such as <see cref="BrokerDefinitions.Tester"/>.</summary>
    public string BrokerFor(string user) => BrokerDefinitions.Address(BrokerUsers.Single(u => u.Name == user), BrokerPort);
}

/// <summary>Everything one programme needs before its services can start: keys, certificates, the signed directory, accounts, broker users, settings.</summary>
public static class DemoProgramme
{
    private const string Council = "Himachal Pradesh Medical Council";

    /// <summary>
    /// Writes the programme into <paramref name="folder"/>. Written there again, keys and passwords stay, so that what was signed
    /// holds and who is signed in to the broker may stay; the rest is renewed.
    /// </summary>
    public static DemoInstallation Write(string folder, DemoSettings? settings = null)
    {
        settings ??= new DemoSettings();
        folder = Path.GetFullPath(folder);
        var keys = Path.Combine(folder, "keys");
        var databases = Path.GetFullPath(settings.DatabaseFolder ?? Path.Combine(folder, "databases"));
        foreach (var path in (string[])[folder, keys, databases]) MakePrivateFolder(path);

        var today = DateOnly.FromDateTime(settings.Clock.GetUtcNow().UtcDateTime);
        var since = today.AddMonths(-1);
        var secretsFile = Path.Combine(folder, "secrets.json");
        var secrets = File.Exists(secretsFile) ? JsonSerializer.Deserialize<Secrets>(File.ReadAllText(secretsFile), Wire.Json)! : new Secrets();
        var keyPassword = settings.KeyPassword ?? secrets.KeyPassword;
        secrets = secrets with { KeyPassword = keyPassword };

        var privateKeyFile = Path.Combine(folder, "programme-key.pem");
        using var programmeKey = KeyIn(privateKeyFile, keyPassword);
        var spki = Convert.ToBase64String(programmeKey.ExportSubjectPublicKeyInfo());
        WritePrivate(Path.Combine(folder, "programme-key.pub"), spki);

        var directory = new ProgrammeDirectory
        {
            Programme = HimachalPradesh.Name,
            Version = 1,
            IssuedAt = settings.Clock.GetUtcNow(),
            Hubs = HimachalPradesh.Hubs,
            Sites = HimachalPradesh.Sites,
            Spokes = HimachalPradesh.Spokes,
            Mappings = HimachalPradesh.Mappings(since),
            Practitioners = [.. HimachalPradesh.Doctors.Select(doctor => Register(doctor, today, keys, keyPassword, programmeKey))],
        };
        var directoryFile = Path.Combine(folder, "directory.jws");
        WritePrivate(directoryFile, ProgrammeDirectory.Sign(directory, programmeKey));

        WriteJson(Path.Combine(folder, "accounts-hub.json"), HimachalPradesh.HubAccounts(since));
        foreach (var site in directory.Sites)
            WriteJson(Path.Combine(folder, $"accounts-{site.Site}.json"), HimachalPradesh.SiteAccounts(site.Site, since));

        var hubs = BrokerDefinitions.Hubs(HimachalPradesh.HubsUser, secrets.Of(HimachalPradesh.HubsUser));
        var sites = directory.Sites.Select(s => BrokerDefinitions.Site(s.BrokerUser, secrets.Of(s.BrokerUser))).ToArray();
        BrokerDefinitions.User[] users = [hubs, .. sites, BrokerDefinitions.Everything(BrokerDefinitions.Tester, secrets.Of(BrokerDefinitions.Tester))];
        var definitions = Path.Combine(folder, "rabbitmq-definitions.json");
        WriteJson(definitions, BrokerDefinitions.Document(users));
        WriteJson(secretsFile, secrets);

        Dictionary<string, string> Common(BrokerDefinitions.User user, string database, string accounts, int port, int? line = null) => new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Demo",
            ["ASPNETCORE_URLS"] = $"http://localhost:{port}",
            ["Demo__Enabled"] = "true",
            ["Database__Provider"] = "sqlite",
            ["Database__File"] = Path.Combine(databases, database),
            ["Messaging__Broker"] = BrokerDefinitions.Address(user, line ?? settings.BrokerPort),
            ["Directory__File"] = directoryFile,
            ["Directory__ProgrammeKey"] = spki,
            ["Accounts__File"] = Path.Combine(folder, accounts),
        };

        var hubSettings = Common(hubs, "hub.db", "accounts-hub.json", settings.HubPort);
        for (var hub = 0; hub < directory.Hubs.Count; hub++) hubSettings[$"Hub__Codes__{hub}"] = directory.Hubs[hub].Code;
        hubSettings["Signing__KeysFolder"] = keys;
        hubSettings["Signing__KeyPassword"] = keyPassword;
        hubSettings["Programme__KeyFile"] = privateKeyFile;   // the demo's hub process is the programme office, too
        hubSettings["Programme__KeyPassword"] = keyPassword;
        WriteSettings(Path.Combine(folder, "hub.env"), hubSettings);

        var siteSettings = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        for (var number = 0; number < sites.Length; number++)
        {
            var site = directory.Sites[number].Site;
            var own = Common(sites[number], $"{site}.db", $"accounts-{site}.json", settings.FirstSpokePort + number,
                settings.Lines.TryGetValue(site, out var line) ? line : null);
            own["Spoke__Site"] = site;
            if (HimachalPradesh.SiteAccounts(site, since).Select(a => a.PractitionerCode).OfType<string>().ToArray() is { Length: > 0 } doctors)
            {
                // A site holds the keys of its own doctors and no others.
                var ownKeys = Path.Combine(folder, $"keys-{site}");
                MakePrivateFolder(ownKeys);
                foreach (var doctor in doctors) WritePrivate(Path.Combine(ownKeys, $"{doctor}.pem"), File.ReadAllText(Path.Combine(keys, $"{doctor}.pem")));
                own["Signing__KeysFolder"] = ownKeys;
                own["Signing__KeyPassword"] = keyPassword;
            }
            own["Sms__File"] = Path.Combine(folder, $"sms-{site}.jsonl");   // nobody's phone rings in a demonstration
            siteSettings[site] = own;
            WriteSettings(Path.Combine(folder, $"spoke-{site}.env"), own);
        }

        return new DemoInstallation
        {
            Folder = folder,
            DirectoryFile = directoryFile,
            KeysFolder = keys,
            KeyPassword = keyPassword,
            BrokerDefinitionsFile = definitions,
            ProgrammeKey = spki,
            ProgrammePrivateKeyFile = privateKeyFile,
            BrokerUsers = users,
            BrokerPort = settings.BrokerPort,
            HubSettings = hubSettings,
            SiteSettings = siteSettings,
        };
    }

    private static PractitionerEntry Register(DemoDoctor doctor, DateOnly today, string keys, string keyPassword, ECDsa programmeKey)
    {
        using var key = KeyIn(Path.Combine(keys, $"{doctor.Code}.pem"), keyPassword);

        var lastDay = doctor.Expired ? today.AddMonths(-1) : today.AddYears(2);
        var certificate = new PractitionerCertificate
        {
            Practitioner = new Signer
            {
                PractitionerCode = doctor.Code,
                Name = doctor.Name,
                NameHi = doctor.NameHi,
                Qualification = doctor.Qualification,
                Council = Council,
                RegistrationNumber = $"HPMC-SAMPLE-{doctor.Digits}",
            },
            PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            ValidFrom = today.AddYears(-1),
            ValidUntil = lastDay,
            RegistrationUntil = lastDay,
        };
        return new PractitionerEntry
        {
            Code = doctor.Code,
            Hubs = doctor.Hubs,
            Specialties = doctor.Specialties,
            Register = PractitionerRegister.StateMedicalCouncil,
            Certificate = Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(certificate, Wire.Json), PractitionerCertificate.Typ,
                Jws.KeyId(programmeKey), programmeKey),
        };
    }

    /// <summary>The key of a file; the first time it is made.</summary>
    private static ECDsa KeyIn(string file, string password)
    {
        if (!File.Exists(file))
        {
            var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            WritePrivate(file, made.ExportEncryptedPkcs8PrivateKeyPem(
                password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000)));
            return made;
        }
        var kept = ECDsa.Create();
        try
        {
            kept.ImportFromEncryptedPem(File.ReadAllText(file), password);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{file} cannot be opened with this key password. Give the one it was written with, or an empty folder.");
        }
        return kept;
    }

    private static void WriteJson(string file, object content) => WritePrivate(file, JsonSerializer.Serialize(content, Wire.Json));

    // For a shell to read and for systemd's EnvironmentFile alike: in single quotes, because a path may hold spaces.
    private static void WriteSettings(string file, IReadOnlyDictionary<string, string> settings) =>
        WritePrivate(file, string.Concat(settings.Select(s => $"{s.Key}='{s.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'\n")));

    // Keys and passwords: for the account that runs the services and nobody else.
    private static void WritePrivate(string file, string content)
    {
        var made = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, made);
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private static void MakePrivateFolder(string path)
    {
        System.IO.Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What must stay the same when a programme is written again.</summary>
    private sealed record Secrets
    {
        public string KeyPassword { get; init; } = NewSecret();
        public Dictionary<string, string> Broker { get; init; } = [];

        /// <summary>The password of a broker user.</summary>
        public string Of(string user) => Broker.TryGetValue(user, out var known) ? known : Broker[user] = NewSecret();
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18));
}

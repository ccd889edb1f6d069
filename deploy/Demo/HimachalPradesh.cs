using System.Globalization;
using Shared.Contracts.Directory;

namespace Demo;

/// <summary>
/// The programme that the demo and the tests run: Himachal Pradesh's three teaching hospitals as hubs of a 2020 report, one
/// primary health centre that is hub and spoke at once, and eight spokes on two sites. Places are real; people, codes,
/// registrations and phone numbers are samples.
/// </summary>
public static class HimachalPradesh
{
    public const string Name = "Himachal Pradesh";
    public const string Password = "HubSpoke-demo-1";

    /// <summary>The broker user of the process that serves every hub.</summary>
    public const string HubsUser = "hubs.hp";

    public const string Shimla = "shimla-1";
    public const string Kangra = "kangra-1";

    public const string Gumma = "HP-SML-0147";
    public const string Ratnari = "HP-SML-0148";
    public const string Kandru = "HP-SML-0149";
    public const string Deha = "HP-SML-0151";
    public const string Kotkhai = "HP-SML-0200";
    public const string Chari = "HP-KGR-0031";
    public const string Sunehar = "HP-KGR-0042";
    public const string Jadrangal = "HP-KGR-0057";

    private const string Phc = "phc-kotkhai";

    private static readonly string[] CollegeSpecialties =
    [
        "general-medicine", "cardiology", "orthopaedics", "obs-gynae", "dermatology", "neurology", "paediatrics", "gastroenterology", "psychiatry",
    ];

    private static readonly Names ShimlaDistrict = new("Shimla", "शिमला");
    private static readonly Names KangraDistrict = new("Kangra", "कांगड़ा");
    private static readonly Names MandiDistrict = new("Mandi", "मंडी");

    public static IReadOnlyList<HubEntry> Hubs { get; } =
    [
        College("igmc", new("IGMC Shimla", "आईजीएमसी शिमला"), ShimlaDistrict, "0177-0000000 (sample)"),
        College("rpgmc", new("RPGMC Tanda", "आरपीजीएमसी टांडा"), KangraDistrict, "01892-000000 (sample)"),
        College("lbsgmc", new("LBSGMC Nerchowk", "एलबीएसजीएमसी नेरचौक"), MandiDistrict, "01905-000000 (sample)"),
        new()
        {
            Code = Phc,
            Name = new("PHC Kotkhai", "प्राथमिक स्वास्थ्य केंद्र कोटखाई"),
            FacilityType = "PHC-HWC",
            District = ShimlaDistrict,
            BrokerUser = HubsUser,
            Specialties = [Specialty.GeneralConsult],
            Hours = Weekdays(new(9, 0), new(16, 0)),
        },
    ];

    public static IReadOnlyList<SpokeEntry> Spokes { get; } =
    [
        OfShimla(Gumma, new("Gumma", "गुम्मा")),
        OfShimla(Ratnari, new("Ratnari", "रत्नाड़ी")),
        OfShimla(Kandru, new("Kandru", "कंडरू")),
        OfShimla(Deha, new("Deha", "देहा")),
        OfShimla(Kotkhai, new("Kotkhai", "कोटखाई"), "PHC-HWC"),
        OfKangra(Chari, new("Chari", "चड़ी"), new("Shahpur", "शाहपुर")),
        OfKangra(Sunehar, new("Sunehar", "सुनेहड़"), new("Nagrota Bagwan", "नगरोटा बगवां")),
        OfKangra(Jadrangal, new("Jadrangal", "जदरांगल"), new("Nagrota Bagwan", "नगरोटा बगवां")),
    ];

    public static IReadOnlyList<SiteEntry> Sites { get; } =
    [
        Site(Shimla, Gumma, Ratnari, Kandru, Deha, Kotkhai),
        Site(Kangra, Chari, Sunehar, Jadrangal),
    ];

    public static IReadOnlyList<DemoDoctor> Doctors { get; } =
    [
        new("dr-thakur", "Dr Anil Thakur", "डॉ. अनिल ठाकुर", "MD (General Medicine)", "0101", ["igmc"], ["general-medicine"]),
        new("dr-negi", "Dr Kavita Negi", "डॉ. कविता नेगी", "MD (Dermatology)", "0102", ["igmc"], ["dermatology"]),
        new("dr-sood", "Dr Meenakshi Sood", "डॉ. मीनाक्षी सूद", "MS (Obstetrics and Gynaecology)", "0103", ["igmc"], ["obs-gynae"]),
        new("dr-bhatia", "Dr Rajeev Bhatia", "डॉ. राजीव भाटिया", "DM (Cardiology)", "0104", ["igmc"], ["cardiology"]),
        new("dr-chauhan", "Dr Neha Chauhan", "डॉ. नेहा चौहान", "MD (Paediatrics)", "0105", ["igmc"], ["paediatrics"]),
        new("dr-saklani", "Dr Vivek Saklani", "डॉ. विवेक सकलानी", "DM (Gastroenterology)", "0106", ["igmc"], ["gastroenterology"]),
        new("dr-rana", "Dr Suresh Rana", "डॉ. सुरेश राणा", "MD (Paediatrics)", "0107", ["rpgmc"], ["paediatrics"]),
        new("dr-katoch", "Dr Pooja Katoch", "डॉ. पूजा कटोच", "MD (General Medicine)", "0108", ["rpgmc"], ["general-medicine"]),
        new("dr-guleria", "Dr Sapna Guleria", "डॉ. सपना गुलेरिया", "MS (Obstetrics and Gynaecology)", "0109", ["rpgmc"], ["obs-gynae"]),
        new("dr-jaswal", "Dr Manoj Jaswal", "डॉ. मनोज जसवाल", "MS (Orthopaedics)", "0110", ["rpgmc"], ["orthopaedics"]),
        new("dr-kapoor", "Dr Ritu Kapoor", "डॉ. ऋतु कपूर", "DM (Neurology)", "0111", ["lbsgmc"], ["neurology"]),
        new("dr-mahajan", "Dr Deepak Mahajan", "डॉ. दीपक महाजन", "MD (Psychiatry)", "0112", ["lbsgmc"], ["psychiatry"]),
        new("mo-verma", "Dr Rohit Verma", "डॉ. रोहित वर्मा", "MBBS", "0113", [Phc], [Specialty.GeneralConsult]),
        // Registered once and no more: nothing this doctor signs may hold.
        new("dr-expired", "Dr Om Prakash", "डॉ. ओम प्रकाश", "MD (General Medicine)", "0099", ["igmc"], ["general-medicine"], Expired: true),
    ];

    /// <summary>
    /// The nearest college first, then the others; one that has a doctor of the specialty before one that has none. What needs no
    /// specialist goes to the health centre.
    /// </summary>
    public static IReadOnlyList<SpokeMapping> Mappings(DateOnly since)
    {
        var mappings = new List<SpokeMapping>();
        foreach (var spoke in Spokes)
        {
            string[] nearestFirst = spoke.District == KangraDistrict ? ["rpgmc", "lbsgmc", "igmc"] : ["igmc", "lbsgmc", "rpgmc"];
            foreach (var specialty in CollegeSpecialties)
            {
                var ranked = nearestFirst.OrderBy(hub => Doctors.Any(d => !d.Expired && d.Hubs.Contains(hub) && d.Specialties.Contains(specialty)) ? 0 : 1);
                foreach (var (at, hub) in ranked.Index()) Map(spoke, specialty, hub, at + 1);
            }
            if (spoke.Code != Kotkhai) Map(spoke, Specialty.GeneralConsult, Phc, 1);    // the health centre does not ask itself
        }
        return mappings;

        void Map(SpokeEntry spoke, string specialty, string hub, int rank) => mappings.Add(
            new() { SpokeCode = spoke.Code, Specialty = specialty, HubCode = hub, Rank = rank, From = since });
    }

    /// <summary>Who answers when at a hub, as the list that its roster page reads: everybody in hub hours, and general medicine on call on Sundays.</summary>
    public static string Roster(HubEntry hub)
    {
        var rows = new List<string> { "practitioner,specialty,kind,weekday,from,until,begins,ends,capacity" };
        foreach (var doctor in Doctors.Where(d => !d.Expired && d.Hubs.Contains(hub.Code)))
        {
            foreach (var hours in hub.Hours!)
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"{doctor.Code},{doctor.Specialties[0]},written,{hours.Day},2026-01-01,,{hours.From:HH:mm},{hours.Until:HH:mm},5"));
            if (doctor.Specialties.Contains(Specialty.GeneralMedicine)) rows.Add($"{doctor.Code},{Specialty.GeneralMedicine},backup,Sunday,2026-01-01,,08:00,20:00,3");
        }
        return string.Join('\n', rows);
    }

    public static IReadOnlyList<DemoAccount> HubAccounts(DateOnly since)
    {
        var everywhere = Hubs.Select(h => h.Code).ToArray();
        return
        [
            .. Doctors.Select(d => Account(d.Code, d.Name, d.NameHi, d.Code == "mo-verma" ? "mo" : "specialist", since, d.Hubs, d.Code)),
            Account("nodal-sharma", "Dr Ashok Sharma", "डॉ. अशोक शर्मा", "nodal", since, everywhere),
            Account("manager", "Programme manager", "कार्यक्रम प्रबंधक", "manager", since, everywhere),
            Account("ops", "Operations", "संचालन", "ops", since, everywhere),
        ];
    }

    public static IReadOnlyList<DemoAccount> SiteAccounts(string site, DateOnly since)
    {
        var all = Account("ops", "Operations", "संचालन", "ops", since, Sites.Single(s => s.Site == site).Spokes);
        return site == Shimla
            ?
            [
                Account("cho-sunita", "Sunita Verma", "सुनीता वर्मा", "cho", since, [Gumma, Ratnari]),    // additional charge of the second
                Account("cho-anita", "Anita Kanwar", "अनीता कंवर", "cho", since, [Kandru, Deha]),
                Account("mo-verma", "Dr Rohit Verma", "डॉ. रोहित वर्मा", "mo", since, [Kotkhai], "mo-verma"),
                all,
            ]
            :
            [
                Account("cho-ramesh", "Ramesh Chand", "रमेश चंद", "cho", since, [Sunehar, Chari], language: "hi"),
                Account("cho-meena", "Meena Kumari", "मीना कुमारी", "cho", since, [Jadrangal], language: "hi"),
                all,
            ];
    }

    private static DemoAccount Account(string userName, string name, string nameHi, string role, DateOnly since, IReadOnlyList<string> places,
        string? practitionerCode = null, string language = "en") => new()
        {
            UserName = userName,
            Name = name,
            NameHi = nameHi,
            Roles = [role],
            Postings = [.. places.Select(place => new DemoPosting(place, since, null))],
            PractitionerCode = practitionerCode,
            Language = language,
            Password = Password,
        };

    private static HubEntry College(string code, Names name, Names district, string casualty) => new()
    {
        Code = code,
        Name = name,
        FacilityType = "MedicalCollege",
        District = district,
        BrokerUser = HubsUser,
        Specialties = CollegeSpecialties,
        CasualtyPhone = casualty,
        Hours = Weekdays(new(9, 30), new(16, 0)),
    };

    private static HubHours[] Weekdays(TimeOnly from, TimeOnly until) =>
        [.. Enum.GetValues<DayOfWeek>().Where(d => d != DayOfWeek.Sunday).Select(d => new HubHours(d, from, until))];

    private static SpokeEntry OfShimla(string code, Names name, string facility = "SHC-HWC") => new()
    {
        Code = code,
        Name = name,
        FacilityType = facility,
        Block = new("Theog", "ठियोग"),
        District = ShimlaDistrict,
        ReferralUnit = new("Civil Hospital Theog", "सिविल अस्पताल ठियोग"),
        ReferralPhone = "01783-000000 (sample)",
    };

    private static SpokeEntry OfKangra(string code, Names name, Names block) => new()
    {
        Code = code,
        Name = name,
        FacilityType = "SHC-HWC",
        Block = block,
        District = KangraDistrict,
        ReferralUnit = new("Zonal Hospital Dharamshala", "क्षेत्रीय अस्पताल धर्मशाला"),
        ReferralPhone = "01892-000001 (sample)",
    };

    private static SiteEntry Site(string site, params string[] spokes) => new() { Site = site, BrokerUser = $"spoke.{site}", Spokes = spokes };
}

/// <summary>A sample practitioner; the last digits make a plainly invented registration number.</summary>
public sealed record DemoDoctor(string Code, string Name, string NameHi, string Qualification, string Digits,
    IReadOnlyList<string> Hubs, IReadOnlyList<string> Specialties, bool Expired = false);

/// <summary>One line of a service's accounts file.</summary>
public sealed record DemoAccount
{
    public required string UserName { get; init; }
    public required string Name { get; init; }
    public required string NameHi { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required IReadOnlyList<DemoPosting> Postings { get; init; }
    public required string? PractitionerCode { get; init; }
    public required string Language { get; init; }
    public required string Password { get; init; }
}

public sealed record DemoPosting(string Place, DateOnly From, DateOnly? Until);

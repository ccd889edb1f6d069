using Shared.Contracts.Patients;
using Testing;

namespace Spoke.Api.Tests.Patients;

/// <summary>
/// The people of one centre's villages as a health officer writes them down, and some of them a second time: in the other script, with
/// vowels, aspirates and doubled letters as they come to mind, without surname or relative, a year or two older, with the village spelled
/// otherwise, now and then with a slip of the hand. It knows nothing of how the product compares names. Everything comes from the seed.
/// </summary>
internal sealed class SomeVillages(int seed)
{
    /// <param name="Person">Two records with one number are one person.</param>
    public sealed record Entry(int Person, PatientSummary Patient);

    private readonly Random _random = new(seed);

    private static readonly (string Latin, string Hindi)[] Women = Pairs("""
        Savitri सावित्री,Sunita सुनीता,Anita अनीता,Kamla कमला,Vimla विमला,Nirmala निर्मला,Sarla सरला,Urmila उर्मिला,Sushila सुशीला,Sheela शीला,Leela लीला,Meena मीना,Reena रीना,
        Veena वीना,Beena बीना,Sita सीता,Gita गीता,Rita रीता,Lata लता,Asha आशा,Usha उषा,Nisha निशा,Radha राधा,Rekha रेखा,Shanti शांति,Bharti भारती,Parvati पार्वती,Saraswati सरस्वती,
        Lakshmi लक्ष्मी,Durga दुर्गा,Pushpa पुष्पा,Santosh संतोष,Kaushalya कौशल्या,Sumitra सुमित्रा,Kalawati कलावती,Phoolwati फूलवती,Ramkali रामकली,Chandrawati चंद्रावती,Premlata प्रेमलता,
        Hemlata हेमलता,Snehlata स्नेहलता,Manju मंजू,Anju अंजू,Sanju संजू,Ranjana रंजना,Kalpana कल्पना,Archana अर्चना,Vandana वंदना,Sadhana साधना,Bimla बिमला,Krishna कृष्णा,Tulsi तुलसी,
        Jamuna जमुना,Ganga गंगा,Kanta कांता,Shakuntala शकुंतला,Indira इंदिरा,Mamta ममता,Babita बबीता,Kavita कविता,Sarita सरिता,Lalita ललिता,Vanita वनिता,Savita सविता,Poonam पूनम,Neelam नीलम,
        Sonam सोनम,Jyoti ज्योति,Preeti प्रीति,Deepti दीप्ति,Arti आरती,Bhagwati भगवती,Dropadi द्रौपदी,Yashoda यशोदा,Rukmani रुक्मणी,Fatima फ़ातिमा,Shabnam शबनम,Nasreen नसरीन,Zeenat ज़ीनत,
        Raziya रज़िया,Shobha शोभा,Prabha प्रभा,Vidya विद्या,Sandhya संध्या,Maya माया,Chhaya छाया,Jaya जया,Vijaya विजया,Dhanwanti धनवंती,Gyanwati ज्ञानवती
        """);

    private static readonly (string Latin, string Hindi)[] Men = Pairs("""
        Ram राम,Shyam श्याम,Mohan मोहन,Sohan सोहन,Rohan रोहन,Ramesh रमेश,Suresh सुरेश,Mahesh महेश,Dinesh दिनेश,Ganesh गणेश,Naresh नरेश,Mukesh मुकेश,Rakesh राकेश,Rajesh राजेश,Brijesh बृजेश,
        Hari हरि,Krishan कृष्ण,Gopal गोपाल,Madan मदन,Kishan किशन,Bishan बिशन,Jagdish जगदीश,Satish सतीश,Harish हरीश,Manoj मनोज,Vinod विनोद,Pramod प्रमोद,Ashok अशोक,Anil अनिल,Sunil सुनील,
        Vijay विजय,Ajay अजय,Sanjay संजय,Dhananjay धनंजय,Rajendra राजेंद्र,Surendra सुरेंद्र,Mahendra महेंद्र,Narendra नरेंद्र,Virendra वीरेंद्र,Devendra देवेंद्र,Bhupendra भूपेंद्र,Jitendra जितेंद्र,
        Deepak दीपक,Prakash प्रकाश,Omprakash ओमप्रकाश,Jaiprakash जयप्रकाश,Balbir बलबीर,Dharamveer धर्मवीर,Ranveer रणवीर,Karan करण,Arjun अर्जुन,Bhim भीम,Nakul नकुल,Lakshman लक्ष्मण,
        Bharat भारत,Shatrughan शत्रुघ्न,Hanuman हनुमान,Shankar शंकर,Bhola भोला,Mangal मंगल,Budh बुध,Som सोम,Chaman चमन,Roshan रोशन,Kailash कैलाश,Amar अमर,Jeet जीत,Sher शेर,Bahadur बहादुर,
        Tek टेक,Het हेत,Nand नंद,Chet चेत,Prem प्रेम,Gyan ज्ञान,Dhyan ध्यान,Puran पूरन,Sant संत,Bhagat भगत,Salim सलीम,Rashid रशीद,Aslam असलम,Iqbal इक़बाल,Zakir ज़ाकिर,Yusuf यूसुफ़,Aarav आरव,
        Vivaan विवान,Kabir कबीर,Yash यश,Harsh हर्ष,Rohit रोहित,Mohit मोहित,Sachin सचिन,Nitin नितिन,Vipin विपिन
        """);

    private static readonly (string Latin, string Hindi)[] SecondOfWomen = Pairs("Devi देवी,Devi देवी,Devi देवी,Kumari कुमारी,Bai बाई,Rani रानी");
    private static readonly (string Latin, string Hindi)[] SecondOfMen = Pairs("Lal लाल,Ram राम,Singh सिंह,Kumar कुमार,Chand चंद,Dass दास,Prasad प्रसाद");
    private static readonly (string Latin, string Hindi)[] Surnames = Pairs(
        "Thakur ठाकुर,Sharma शर्मा,Verma वर्मा,Negi नेगी,Chauhan चौहान,Rana राणा,Rathore राठौर,Meghta मेघटा,Kashyap कश्यप,Bhardwaj भारद्वाज,Khan ख़ान,Ansari अंसारी,Yadav यादव,Pathania पठानिया,Justa जस्टा");

    private static readonly (string Latin, string Hindi)[] Villages = Pairs("""
        Kotkhai कोटखाई,Gumma गुम्मा,Ratnari रतनाड़ी,Baghi बाघी,Khaneti खनेटी,Himri हिमरी,Deori देवरी,Panog पनोग,Sainj सैंज,Balsan बलसन,Chhaila छैला,Kiari क्यारी,Dhada धाड़ा,Jashla जशला,
        Thana थाना,Bakhirna बखीरना,Prem-Nagar प्रेम-नगर,Shilaru शिलारू,Matiana मटियाना,Narkanda नारकंडा,Kandyali कंडयाली,Nihari निहारी,Devgarh देवगढ़,Rampur रामपुर
        """);

    /// <summary>So many records; about a fifth are somebody's second one.</summary>
    public IReadOnlyList<Entry> Make(int records)
    {
        var (entries, person) = (new List<Entry>(records), 0);
        while (entries.Count < records * 4 / 5)
            foreach (var member in Household()) entries.Add(new(person++, member));
        entries.RemoveRange(records * 4 / 5, entries.Count - (records * 4 / 5));
        var again = Enumerable.Range(0, entries.Count).ToArray();
        _random.Shuffle(again);
        foreach (var i in again[..(records - entries.Count)]) entries.Add(new(entries[i].Person, Again(entries[i].Patient)));
        return entries;
    }

    private readonly Dictionary<string, string> _hindi = Women.Concat(Men).Concat(SecondOfWomen).Concat(SecondOfMen).Concat(Surnames).Concat(Villages)
        .GroupBy(p => p.Latin).ToDictionary(g => g.Key, g => g.First().Hindi);

    // A man, his wife, their children and often his parents: one phone, one village, one father for all the children.
    private IEnumerable<PatientSummary> Household()
    {
        var village = One(Villages).Latin;
        var mobile = $"{_random.Next(6, 10)}{_random.Next(100_000_000, 999_999_999)}";
        var surname = Chance(0.45) ? One(Surnames).Latin : null;
        var (grandfather, age) = (Man(surname), _random.Next(24, 60));
        var father = Man(surname);
        yield return Somebody(father, grandfather, age, Sex.Male);
        yield return Somebody(Woman(surname), father, age - _random.Next(0, 6), Sex.Female);
        if (Chance(0.3)) yield return Somebody(grandfather, Man(surname), age + _random.Next(20, 30), Sex.Male);
        if (Chance(0.4)) yield return Somebody(Woman(surname), grandfather, age + _random.Next(17, 26), Sex.Female);
        // Children have names of their own: no parents call two alike.
        var taken = new HashSet<string>();
        var child = age - _random.Next(19, 26);
        for (var n = _random.Next(0, 5); n > 0 && child >= 0; n--, child -= _random.Next(1, 4))
        {
            var girl = Chance(0.5);
            var name = girl ? Woman(surname) : Man(surname);
            if (taken.Add(name.Split(' ')[0])) yield return Somebody(name, father, child, girl ? Sex.Female : Sex.Male);
        }

        PatientSummary Somebody(string name, string relative, int years, Sex sex)
        {
            var born = Some.Today.AddYears(-years).AddDays(-_random.Next(0, 365));
            var known = Chance(years < 18 ? 0.6 : 0.2);
            return new()
            {
                Name = name,
                RelativeName = relative,
                BirthDate = known ? born : null,
                Age = known ? null : new Age { Value = years, AsOf = Some.Today },
                Sex = sex,
                Mobile = Chance(0.85) ? mobile : null,
                Address = new Address { Village = village },
            };
        }
    }

    private string Man(string? surname) => Full(Frequent(Men), surname, SecondOfMen);

    private string Woman(string? surname) => Full(Frequent(Women), surname, SecondOfWomen);

    private string Full(string given, string? surname, (string Latin, string Hindi)[] seconds) =>
        surname is not null && Chance(0.7) ? $"{given} {surname}" : Chance(0.85) ? $"{given} {One(seconds).Latin}" : given;

    /// <summary>The same person, written down by somebody else on another day.</summary>
    private PatientSummary Again(PatientSummary first)
    {
        var years = first.BirthDate is { } born ? Some.Today.Year - born.Year : first.Age!.Value;
        var toldAge = first.BirthDate is null || Chance(0.5);
        return first with
        {
            Name = Written(Shortened(first.Name)),
            RelativeName = Chance(0.1) ? "" : Written(Shortened(first.RelativeName)),
            BirthDate = toldAge ? null : first.BirthDate,
            Age = toldAge ? new Age { Value = Math.Max(0, years + (years < 5 ? _random.Next(-1, 2) : _random.Next(-2, 3))), AsOf = Some.Today } : null,
            Mobile = Chance(0.6) ? first.Mobile : $"{_random.Next(6, 10)}{_random.Next(100_000_000, 999_999_999)}",
            Address = first.Address with { Village = Written(first.Address.Village) },
        };
    }

    private string Shortened(string name) => name.Contains(' ', StringComparison.Ordinal) && Chance(0.2) ? name.Split(' ')[0] : name;

    private string Written(string name)
    {
        if (Chance(0.35)) return string.Join(' ', name.Split(' ').Select(word => _hindi[word]));
        return string.Join(' ', name.Split(' ').Select(Spelled));
    }

    private string Spelled(string word)
    {
        if (Chance(0.25)) word = Swap(word, ("aa", "a"), ("ee", "i"), ("oo", "u"), ("i", "ee"), ("u", "oo"), ("a", "aa"));
        if (Chance(0.15)) word = Swap(word, ("th", "t"), ("dh", "d"), ("bh", "b"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("chh", "ch"), ("t", "th"), ("d", "dh"), ("k", "kh"));
        if (Chance(0.1)) word = Swap(word, ("l", "ll"), ("n", "nn"), ("m", "mm"), ("t", "tt"), ("mm", "m"), ("ss", "s"));
        if (Chance(0.2)) word = Swap(word, ("sh", "s"), ("s", "sh"));
        if (Chance(0.3)) word = Swap(word, ("w", "v"), ("v", "w"));
        if (Chance(0.3)) word = Swap(word, ("z", "j"), ("j", "z"));
        if (Chance(0.1)) word = Swap(word, ("i", "y"), ("y", "i"), ("ai", "ay"), ("x", "ksh"), ("ksh", "x"));
        if (Chance(0.03) && word.Length > 4) word = Slip(word);
        return word;
    }

    // One of the changes that this word allows, at one place.
    private string Swap(string word, params (string From, string To)[] ways)
    {
        var lower = word.ToLowerInvariant();
        var possible = ways.SelectMany(way => Places(lower, way.From).Select(at => (at, way))).ToArray();
        if (possible.Length == 0) return word;
        var (place, (from, to)) = possible[_random.Next(possible.Length)];
        var changed = lower[..place] + to + lower[(place + from.Length)..];
        return char.ToUpperInvariant(changed[0]) + changed[1..];
    }

    private static IEnumerable<int> Places(string word, string part)
    {
        for (var at = word.IndexOf(part, StringComparison.Ordinal); at >= 0; at = word.IndexOf(part, at + 1, StringComparison.Ordinal)) yield return at;
    }

    // A letter forgotten, or two that changed places.
    private string Slip(string word)
    {
        var at = _random.Next(1, word.Length - 1);
        return Chance(0.5) ? word.Remove(at, 1) : $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}";
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private T One<T>(T[] all) => all[_random.Next(all.Length)];

    // Some names are a tenth as frequent as others.
    private string Frequent((string Latin, string Hindi)[] names) => names[(int)(names.Length * Math.Pow(_random.NextDouble(), 1.4))].Latin;

    private static (string, string)[] Pairs(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair => pair.Split(' ')).Select(pair => (pair[0], pair[1]))];
}

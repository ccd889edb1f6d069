using System.Text;

namespace Spoke.Api.Domain;

/// <summary>
/// How a name sounds, whatever it is written in: Sunita, Suneeta and सुनीता are one. Vowel lengths, aspirates, doubled letters, s and sh,
/// v and w, j and z are folded, and every "a" that is not the first sound is left out, because Devanagari does not write it.
/// </summary>
public static class NameSound
{
    /// <summary>Raised whenever a name may sound otherwise than before, so that the keys of known patients are made anew.</summary>
    public const int Version = 1;

    // What stands before or behind a name and is none.
    private static readonly HashSet<string> Titles =
        ["smt", "shrimati", "srimati", "shri", "sri", "shree", "sh", "km", "mr", "mrs", "ms", "dr", "late", "wo", "so", "do", "co", "श्रीमती", "श्री", "स्व", "स्वर्गीय", "कु", "डॉ"];

    // Consonants, vowels and vowel signs of Devanagari, in the folded sounds; a nukta changes none of them.
    private static readonly Dictionary<char, string> Devanagari = (
        "क k,ख k,ग g,घ g,ङ n,च c,छ c,ज j,झ j,ञ n,ट t,ठ t,ड d,ढ d,ण n,त t,थ t,द d,ध d,न n,प p,फ p,ब b,भ b,म m,य i,र r,ल l,ळ l,व v," +
        "श s,ष s,स s,ह h,ं n,ँ n,ः h,अ a,आ a,इ i,ई i,उ u,ऊ u,ऋ ri,ए e,ऐ ai,ओ o,औ au,ऑ o,ा a,ि i,ी i,ु u,ू u,ृ ri,े e,ै ai,ो o,ौ au," +
        "ॉ o").Split(',').ToDictionary(pair => pair[0], pair => pair[2..]);

    // In this order: the longer writing first.
    private static readonly (string Written, string Sound)[] Latin =
    [
        ("chh", "C"), ("ksh", "ks"), ("ch", "C"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("jh", "j"), ("th", "t"), ("dh", "d"), ("ph", "p"), ("bh", "b"),
        ("gy", "gi"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("C", "c"), ("f", "p"), ("w", "v"), ("z", "j"), ("y", "i"),
        ("ee", "i"), ("oo", "u"), ("ou", "u"),
    ];

    /// <summary>The words of a name, each as it sounds; titles are left out, digits stay as they are.</summary>
    public static string[] Words(string? name)
    {
        var words = new List<string>();
        foreach (var written in Split(name))
            if (!Titles.Contains(written) && Sound(written) is { Length: > 0 } sound) words.Add(sound);
        return [.. words];
    }

    /// <summary>What two writings of one word have in common when somebody missed a vowel as well: its consonants, and the first sound.</summary>
    public static string Skeleton(string sound)
    {
        var skeleton = new StringBuilder();
        foreach (var (i, c) in sound.Index())
        {
            var kept = c switch
            {
                'a' or 'e' or 'i' or 'o' or 'u' => i == 0 ? c is 'e' ? 'i' : c is 'o' ? 'u' : c : '\0',
                'h' => i == 0 ? 'h' : '\0',
                'm' => 'n',
                'b' => 'v',
                _ => c,
            };
            if (kept != '\0' && (skeleton.Length == 0 || skeleton[^1] != kept)) skeleton.Append(kept);
        }
        return skeleton.ToString();
    }

    /// <summary>How alike two words sound: 1 for the same, 0 for nothing in common. Slips that writers often make cost less than others.</summary>
    public static double Alike(string one, string other)
    {
        if (one == other) return 1;
        if (one.Length == 0 || other.Length == 0) return 0;
        var (before, last, now) = (new double[other.Length + 1], new double[other.Length + 1], new double[other.Length + 1]);
        for (var j = 1; j <= other.Length; j++) last[j] = last[j - 1] + Weight(other[j - 1], j == 1);
        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = last[0] + Weight(one[i - 1], i == 1);
            for (var j = 1; j <= other.Length; j++)
            {
                now[j] = Math.Min(last[j - 1] + Change(one[i - 1], other[j - 1]),
                    Math.Min(last[j] + Weight(one[i - 1], i == 1), now[j - 1] + Weight(other[j - 1], j == 1)));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) now[j] = Math.Min(now[j], before[j - 2] + 0.7);
            }
            (before, last, now) = (last, now, before);
        }
        return Math.Max(0, 1 - (last[other.Length] / Math.Max(Length(one), Length(other))));
    }

    private static double Length(string sound)
    {
        var length = 0.0;
        for (var i = 0; i < sound.Length; i++) length += Weight(sound[i], i == 0);
        return length;
    }

    // A vowel within a word is soon forgotten; the first sound is not.
    private static double Weight(char c, bool isFirst) => !isFirst && c is 'a' or 'e' or 'i' or 'o' or 'u' or 'h' ? 0.5 : 1;

    private static double Change(char one, char other) => one == other ? 0 : (one < other ? (one, other) : (other, one)) switch
    {
        ('e', 'i') or ('o', 'u') => 0.2,
        ('m', 'n') or ('b', 'v') or ('d', 'r') => 0.5,
        (var a, var b) when IsVowel(a) && IsVowel(b) => 0.7,
        _ => 1.2,
    };

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static IEnumerable<string> Split(string? name)
    {
        var word = new StringBuilder();
        // Taken apart, so that letters with a nukta or an accent are their plain letter and a sign.
        foreach (var c in (name ?? "").Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || Devanagari.ContainsKey(c) || c == '्') word.Append(c);
            else if (char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format) && c is not ('.' or '/' or '\'') && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0) yield return word.ToString();
    }

    private static string Sound(string word)
    {
        var sound = new StringBuilder();
        if (word.Any(Devanagari.ContainsKey))
        {
            word = word.Replace("ज्ञ", "ग्य", StringComparison.Ordinal).Replace("ंह", "ंग", StringComparison.Ordinal);
            foreach (var c in word)
                if (Devanagari.TryGetValue(c, out var folded)) sound.Append(folded);
                else if (char.IsDigit(c)) sound.Append(c);
        }
        else
        {
            sound.Append(word);
            foreach (var (written, folded) in Latin) sound.Replace(written, folded);
        }
        // "n" before a labial is "m", in whichever script; then the unwritten vowel and what is doubled.
        sound.Replace("nb", "mb").Replace("np", "mp");
        var plain = new StringBuilder();
        for (var i = 0; i < sound.Length; i++)
        {
            var c = sound[i];
            if ((c == 'a' && i > 0) || (plain.Length > 0 && plain[^1] == c && !char.IsDigit(c))) continue;
            plain.Append(c);
        }
        if (plain.Length > 1 && plain[^1] == 'h') plain.Length--;   // Shah, Sah
        return plain.ToString();
    }
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Shared.Contracts.Prescriptions;

/// <summary>
/// Medicine names as people write them, brought to one form: capitals, hyphens, accents, invisible signs and the ways of writing Hindi
/// make no other medicine. What joins ingredients (plus, slash, comma, "and", "with", और) parts them here.
/// </summary>
public static class MedicineName
{
    /// <summary>Stands for a letter that is neither Latin nor Devanagari: it may look like one, and then the name would lie.</summary>
    private const char Foreign = '\uFFFD';

    private static readonly FrozenSet<string> Joins = FrozenSet.Create("+", "and", "with", "plus", "और", "व", "एवं", "तथा");

    // What a name may end in without being another medicine.
    private static readonly FrozenSet<string> Salts = FrozenSet.Create(
        "hydrochloride", "hcl", "hydrobromide", "bromide", "chloride", "sodium", "potassium", "calcium", "magnesium", "sulphate",
        "sulfate", "phosphate", "diphosphate", "maleate", "fumarate", "tartrate", "bitartrate", "citrate", "succinate", "mesylate",
        "mesilate", "besylate", "besilate", "tosylate", "acetate", "nitrate", "mononitrate", "dinitrate", "gluconate", "lactate",
        "valerate", "propionate", "dipropionate", "furoate", "butyrate", "xinafoate", "stearate", "estolate", "palmitate", "axetil",
        "proxetil", "pivoxil", "medoxomil", "trihydrate", "dihydrate", "monohydrate", "hemihydrate", "anhydrous",
        "हाइड्रोक्लोराइड", "हाइड्रोब्रोमाइड", "सोडियम", "पोटेशियम", "पोटैशियम", "सल्फेट", "फोस्फेट",
        "मेलिएट", "मैलिएट", "फ्यूमरेट", "टार्ट्रेट", "सिट्रेट");

    // Here the first word alone says nothing: calcium gluconate is not calcium carbonate.
    private static readonly FrozenSet<string> Minerals = FrozenSet.Create(
        "zinc", "iron", "ferrous", "ferric", "calcium", "magnesium", "sodium", "potassium", "ammonium", "aluminium", "lithium", "silver",
        "isosorbide",
        "जिंक", "आयरन", "कैल्शियम", "मैग्नीशियम", "सोडियम", "पोटेशियम", "अमोनियम");

    /// <summary>The ingredients in the order they are written, each in its one form; empty when the name has no letter.</summary>
    public static IReadOnlyList<string> Ingredients(string name)
    {
        var ingredients = new List<string>();
        var words = new List<string>();
        foreach (var word in Normal(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("+"))
        {
            if (!Joins.Contains(word)) words.Add(word);
            else if (words.Count > 0)
            {
                ingredients.Add(string.Join(' ', words));
                words.Clear();
            }
        }
        return ingredients;
    }

    /// <summary>One name for a combination, in whatever order its ingredients are written.</summary>
    public static string Key(IEnumerable<string> ingredients) => string.Join(" + ", ingredients.Order(StringComparer.Ordinal));

    public static string Key(string name) => Key(Ingredients(name));

    /// <summary>Whether there are letters, all Latin or Devanagari, so that the name is what it looks like.</summary>
    public static bool IsReadable(IReadOnlyList<string> ingredients) =>
        ingredients.Any(i => i.Any(char.IsLetter)) && !ingredients.Any(i => i.Contains(Foreign));

    /// <summary>The ingredient without the salt it is written with: metformin hydrochloride is metformin.</summary>
    public static string WithoutSalt(string ingredient)
    {
        var words = ingredient.Split(' ');
        var last = words.Length;
        while (last > 1 && Salts.Contains(words[last - 1]) && !Minerals.Contains(words[0])) last--;
        return string.Join(' ', words[..last]);
    }

    /// <summary>The words alone, between blanks and without figures, to find a name inside a longer one.</summary>
    public static string Words(string ingredient)
    {
        var letters = string.Concat(ingredient.Select(c => char.IsAsciiDigit(c) ? ' ' : c));
        return $" {string.Join(' ', letters.Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";
    }

    /// <summary>The letters and figures of any text in their one form, words between single or several blanks.</summary>
    internal static string Normal(string name)
    {
        // Runes first: half of a pair would make Normalize throw.
        var text = string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKD).ToLowerInvariant();
        var normal = new StringBuilder(text.Length);
        foreach (var c in text) Append(normal, c);
        return normal.ToString();
    }

    private static void Append(StringBuilder normal, char c)
    {
        switch (c)
        {
            case >= 'a' and <= 'z' or >= '0' and <= '9':
                normal.Append(c);
                break;
            case '+' or '/' or '&' or ',' or ';':
                normal.Append(" + ");
                break;
            case '.' or '\'' or '’' or '\u093C' or >= '\u0300' and <= '\u036F':   // o.r.s.; the nukta, which many leave out; accents
                break;
            case '\u0901':   // the ways of writing Hindi: candrabindu and anusvara, candra o and o
                normal.Append('\u0902');
                break;
            case '\u0949':
                normal.Append('\u094B');
                break;
            case '\u0911':
                normal.Append('\u0913');
                break;
            case >= '\u0966' and <= '\u096F':
                normal.Append((char)(c - '\u0966' + '0'));
                break;
            case >= '\u0900' and <= '\u0963' or >= '\u0970' and <= '\u097F':
                normal.Append(c);
                break;
            default:
                var kind = char.GetUnicodeCategory(c);
                if (kind == UnicodeCategory.Format) break;
                normal.Append(char.IsLetter(c) || char.IsSurrogate(c) || c == Foreign ? Foreign : ' ');
                break;
        }
    }
}

using System.Text.RegularExpressions;
using Demo;
using Microsoft.Playwright;
using Shared.Contracts.Medicines;

namespace EndToEnd.Tests.Browser;

/// <summary>Reads a page as its reader does: every text, also those that only a screen reader or a narrow window shows.</summary>
internal static partial class Reading
{
    private const string AllTexts = """
        () => {
          const texts = [document.title];
          const inEnglish = node => node.closest('[lang]').lang === 'en';
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const [text, parent] = [walker.currentNode.data, walker.currentNode.parentElement];
            if (parent.closest('script,style,template') || inEnglish(parent)) continue;
            texts.push(parent.closest('noscript') ? new DOMParser().parseFromString(text, 'text/html').body.textContent : text);
          }
          const attributes = ['aria-label', 'title', 'placeholder', 'alt', 'data-l', 'data-news-text', 'data-saved-text', 'data-failed-text', 'data-lost-text',
            'data-on-text', 'data-off-text', 'data-hint-range', 'data-hint-low', 'data-hint-high'];
          for (const name of attributes)
            for (const node of document.querySelectorAll(`[${name}]`)) if (!inEnglish(node)) texts.push(node.getAttribute(name));
          return texts.map(text => text.trim()).filter(text => text);
        }
        """;

    // What is written in Latin letters in Hindi too: units, kinds of files, names of people and registers, and prescriptions (guideline rule T24).
    private static readonly HashSet<string> Latin = new(
        [
            "hubspoke", "mmhg", "hg", "min", "mg", "ml", "mcg", "dl", "kg", "cm",
            "od", "bd", "tds", "qid", "hs", "sos", "stat", "eod", "ow", "om", "icd", "amoxicillin", "who", "pdf", "jpeg", "png", "mb", "kb", "shc",
            "hi", "lo", "abdm", "news2", "imnci", "meows", "muac", "hba1c",
            .. HimachalPradesh.Doctors.SelectMany(d => Words($"{d.Name} {d.Qualification}")),
            .. Words("Himachal Pradesh Medical Council HPMC SAMPLE Anita Kanwar"),
            .. FormularyData.Default.Medicines.SelectMany(m => m.Products.SelectMany(p => (string[])[p.Form, p.Strength]).Prepend(m.Generic)).SelectMany(Words),
        ],
        StringComparer.OrdinalIgnoreCase);

    public static Task<string[]> Texts(IPage page) => page.EvaluateAsync<string[]>(AllTexts);

    /// <summary>Texts with a word that a reader of Hindi need not know. Codes, which hold a figure, are for everybody.</summary>
    public static IEnumerable<string> English(IEnumerable<string> texts) => texts.Where(text =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(chunk => !chunk.Any(char.IsDigit)).SelectMany(Words).Any(word => !Latin.Contains(word)));

    /// <summary>Texts that show a key instead of its words.</summary>
    public static IEnumerable<string> Keys(IEnumerable<string> texts) => texts.Where(text => text.Split(' ').Any(chunk => chunk.Contains('.') && Wording.Keys.Contains(chunk)));

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(m => m.Value);

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();
}

using System.Text;

namespace Shared.Hosting.Ui;

/// <summary>What a notice or toast is about. Red means danger or refusal, nothing else.</summary>
public enum NoticeKind { Info, Good, Attention, Danger }

/// <summary>An entry of the main navigation. The entry whose address is the longest beginning of the current path is marked as current.</summary>
/// <param name="Count">Shown as a chip when above 0: how many things wait there for this person.</param>
public sealed record NavItem(string Href, string Icon, string Text, int? Count = null);

/// <summary>The pill in the header: the link of a health centre, or a doctor's duty.</summary>
public sealed record HeaderState(string Text, string? Detail, string Href, string Icon, bool Warn);

/// <summary>A choice in a select, a radio group or a list of ticks.</summary>
public sealed record Option(string Value, string Text, string? Hint = null, string? Group = null, bool Disabled = false);

/// <summary>One node of the steps line. Only a step that was done is a link.</summary>
public sealed record Step(string Text, string? Href = null, bool Done = false, bool Current = false);

/// <summary>One view of a list; the server renders the view.</summary>
public sealed record Tab(string Text, string Href, bool Current, int? Count = null);

/// <summary>One node of a timeline. <paramref name="Class"/> is "next" for what has not happened yet, "late" for a missed promise.</summary>
public sealed record TimelineItem(string Icon, string Text, string? When = null, string? Note = null, string? Class = null, DateTimeOffset? At = null);

/// <summary>The element id of a form field, the same for the input, its label, its messages and the link in the error summary.</summary>
public static class FieldId
{
    public static string For(string name)
    {
        var id = new StringBuilder("f-", name.Length + 2);
        foreach (var c in name) id.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-');
        return id.ToString();
    }
}

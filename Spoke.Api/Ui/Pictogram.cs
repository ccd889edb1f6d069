namespace Spoke.Api.Ui;

/// <summary>A drawing for those who do not read, in a square of 24: lines of 1.8, and what is filled. It always stands beside its word.</summary>
/// <param name="Lines">Path of an SVG.</param>
/// <param name="Filled">Path of an SVG.</param>
public sealed record Pictogram(string Lines, string? Filled = null)
{
    /// <summary>The sun rises.</summary>
    public static readonly Pictogram Morning = new("M2 18h20M5 18a7 7 0 0 1 14 0M12 4v4M3.5 9.5l2.5 2M20.5 9.5l-2.5 2M7 5.5l1.5 2.5M17 5.5l-1.5 2.5");

    public static readonly Pictogram Noon = new(
        "M7 12a5 5 0 1 0 10 0a5 5 0 1 0-10 0M12 1.5v3M12 19.5v3M1.5 12h3M19.5 12h3M4.6 4.6l2 2M17.4 17.4l2 2M19.4 4.6l-2 2M6.6 17.4l-2 2");

    public static readonly Pictogram Night = new("M20 14.5A8.5 8.5 0 1 1 10 3.5a7 7 0 0 0 10 11zM17 4.5l.8 1.7 1.7.8-1.7.8L17 9.5l-.8-1.7-1.7-.8 1.7-.8z");

    /// <summary>The tablet comes to a full bowl.</summary>
    private static readonly Pictogram AfterFood = new("M2 12h13a6.5 6.5 0 0 1-13 0zM4 21h9M19 7v10M16 14l3 3 3-3" + Tablet(15), "M2 12h13a6.5 6.5 0 0 1-13 0z");

    /// <summary>The tablet comes before the bowl, which is still empty.</summary>
    private static readonly Pictogram BeforeFood = new("M9 12h13a6.5 6.5 0 0 1-13 0zM11 21h9M5 7v10M2 14l3 3 3-3" + Tablet(1));

    /// <summary>The tablet over the full bowl.</summary>
    private static readonly Pictogram WithFood = new("M5.5 13h13a6.5 6.5 0 0 1-13 0zM7.5 22h9" + Tablet(8), "M5.5 13h13a6.5 6.5 0 0 1-13 0z");

    /// <summary>Of a coded timing; null where there is nothing to draw.</summary>
    public static Pictogram? Of(string timing) => timing switch
    {
        "after-food" => AfterFood,
        "before-food" or "empty-stomach" => BeforeFood,
        "with-food" => WithFood,
        _ => null,
    };

    private static string Tablet(int x) => $"M{x + 2} 1.5h4a2 2 0 0 1 0 4h-4a2 2 0 0 1 0-4z";
}

using System.ComponentModel.DataAnnotations;

namespace Shared.Hosting.Identity;

/// <summary>How long a sign-in lasts and how often it may be tried. Bound from <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Tries a minute from one address for one account, right or wrong.</summary>
    [Range(1, 100_000)] public int PerMinute { get; init; } = 30;

    /// <summary>Tries a minute from one address for all accounts: a whole hospital may be behind one address.</summary>
    [Range(1, 1_000_000)] public int PerMinutePerAddress { get; init; } = 600;

    /// <summary>How long the API's token lasts.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")] public TimeSpan Token { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long an unused browser session lasts.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")] public TimeSpan Session { get; init; } = TimeSpan.FromHours(12);
}

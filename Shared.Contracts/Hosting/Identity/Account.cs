using Microsoft.AspNetCore.Identity;

namespace Shared.Hosting.Identity;

/// <summary>Somebody who signs in to this service. What they may do is their roles; where, is their postings.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>The person's name as shown to others, in English.</summary>
    public required string Name { get; set; }

    /// <summary>The same in Hindi; null shows <see cref="Name"/>.</summary>
    public string? NameHi { get; set; }

    /// <summary>The directory's code of this person as a registered practitioner; null for everybody else.</summary>
    public string? PractitionerCode { get; set; }

    /// <summary>The language of the pages until the person chooses another: <c>en</c> or <c>hi</c>.</summary>
    public string Language { get; set; } = "en";

    public List<Posting> Postings { get; } = [];
}

/// <summary>One person at one place for some days; additional charge means several at once.</summary>
public sealed class Posting
{
    public long Id { get; private set; }

    public Guid AccountId { get; set; }

    /// <summary>The code of the place, such as a spoke's or a hub's.</summary>
    public required string Place { get; set; }

    /// <summary>First day of the posting, in the programme's local date.</summary>
    public required DateOnly From { get; set; }

    /// <summary>Last day of the posting; null while it is open.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>The roles of the programme.</summary>
public static class Roles
{
    public const string Cho = "cho";
    public const string Mo = "mo";
    public const string Specialist = "specialist";
    public const string Nodal = "nodal";
    public const string Manager = "manager";
    public const string Ops = "ops";

    public static readonly string[] All = [Cho, Mo, Specialist, Nodal, Manager, Ops];
}

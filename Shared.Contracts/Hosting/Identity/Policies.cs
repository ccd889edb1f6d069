using Microsoft.AspNetCore.Authorization;

namespace Shared.Hosting.Identity;

/// <summary>Who may do what, by role. Without a name, <c>RequireAuthorization()</c> means signed in; that is also what a route gets that says nothing.</summary>
public static class Policies
{
    public const string Cho = nameof(Cho);
    public const string Specialist = nameof(Specialist);

    /// <summary>A medical officer at a spoke; whether the register makes one the treating doctor, the act decides.</summary>
    public const string TreatingDoctor = nameof(TreatingDoctor);

    /// <summary>Who may read patients' consults at a hub: those who answer them and the doctor who reviews them.</summary>
    public const string HubReader = nameof(HubReader);

    /// <summary>Everybody who works with a hub. Opens no patient's record.</summary>
    public const string HubStaff = nameof(HubStaff);

    /// <summary>Everybody who works with a site. Opens no patient's record.</summary>
    public const string SpokeStaff = nameof(SpokeStaff);

    public const string Nodal = nameof(Nodal);
    public const string Manager = nameof(Manager);
    public const string Ops = nameof(Ops);

    internal static void Add(AuthorizationOptions options)
    {
        // A medical officer works on both sides: asks from a primary health centre, and answers.
        options.AddPolicy(Cho, p => p.RequireRole(Roles.Cho, Roles.Mo));
        options.AddPolicy(TreatingDoctor, p => p.RequireRole(Roles.Mo));
        options.AddPolicy(Specialist, p => p.RequireRole(Roles.Specialist, Roles.Mo));
        options.AddPolicy(HubReader, p => p.RequireRole(Roles.Specialist, Roles.Mo, Roles.Nodal));
        options.AddPolicy(HubStaff, p => p.RequireRole(Roles.Specialist, Roles.Mo, Roles.Nodal, Roles.Manager, Roles.Ops));
        options.AddPolicy(SpokeStaff, p => p.RequireRole(Roles.Cho, Roles.Mo, Roles.Ops));
        options.AddPolicy(Nodal, p => p.RequireRole(Roles.Nodal));
        options.AddPolicy(Manager, p => p.RequireRole(Roles.Manager));
        options.AddPolicy(Ops, p => p.RequireRole(Roles.Ops));
        options.FallbackPolicy = options.DefaultPolicy;   // a forgotten RequireAuthorization opens nothing
    }
}

using Shared.Contracts.Consults;

namespace Hub.Api.Domain;

/// <summary>What is done about a consult that nobody takes.</summary>
public enum EscalationStep
{
    /// <summary>It goes on to the hub that comes next in the mapping of its spoke: the backup, then the next tier.</summary>
    NextHub,

    /// <summary>The nodal officer is told.</summary>
    Alert,
}

/// <summary>What came of a step when its time came.</summary>
public enum EscalationResult
{
    Done,

    /// <summary>Somebody had taken it, or it was over.</summary>
    NotNeeded,

    /// <summary>No other hub serves it: the nodal officer is told instead.</summary>
    NobodyElse,
}

/// <summary>One step of the ladder (section <c>Escalation</c>).</summary>
/// <param name="Share">Of the time from receipt to deadline; used where <paramref name="After"/> is null.</param>
/// <param name="After">From receipt.</param>
public sealed record Rung(Urgency Urgency, EscalationStep Step, double Share = 0, TimeSpan? After = null);

/// <summary>The ladder as data; a programme may set another.</summary>
public sealed class EscalationOptions
{
    public const string Section = "Escalation";

    /// <summary>Null: the usual one.</summary>
    public IReadOnlyList<Rung>? Rungs { get; init; }

    public IReadOnlyList<Rung> Ladder => Rungs ?? Usual;

    /// <summary>An emergency after 5 and 10 minutes, <c>asap</c> at half its time, <c>urgent</c> at three quarters, routine after a day; the nodal officer when the time is over.</summary>
    public static readonly IReadOnlyList<Rung> Usual =
    [
        new(Urgency.Stat, EscalationStep.NextHub, After: TimeSpan.FromMinutes(5)),
        new(Urgency.Stat, EscalationStep.Alert, After: TimeSpan.FromMinutes(10)),
        new(Urgency.Asap, EscalationStep.NextHub, Share: 0.5),
        new(Urgency.Asap, EscalationStep.Alert, Share: 1),
        new(Urgency.Urgent, EscalationStep.NextHub, Share: 0.75),
        new(Urgency.Urgent, EscalationStep.Alert, Share: 1),
        new(Urgency.Routine, EscalationStep.NextHub, After: TimeSpan.FromHours(24)),
        new(Urgency.Routine, EscalationStep.Alert, After: TimeSpan.FromHours(48)),
    ];
}

/// <summary>A step to come for one consult at one hub. The row is the timer: it fires once, whoever looks and whatever was restarted.</summary>
public sealed class Escalation
{
    public long Id { get; private init; }

    /// <summary>The hub's row of the consult.</summary>
    public long ConsultRow { get; private init; }

    public required EscalationStep Step { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Null until its time has come.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    public EscalationResult? Result { get; private set; }

    public void Do(EscalationResult result, DateTimeOffset now) => (Result, DoneAt) = (result, now);

    /// <summary>The steps of an urgency, from when this hub received it. A consult that has been elsewhere starts anew here, and the nodal officer's clock goes on.</summary>
    /// <param name="firstReceivedAt">By the first hub.</param>
    /// <param name="here">When it came to this hub, or when its urgency rose.</param>
    public static IEnumerable<Escalation> Of(IEnumerable<Rung> rungs, Urgency urgency, DateTimeOffset firstReceivedAt, DateTimeOffset here, DateTimeOffset deadline) =>
        rungs.Where(r => r.Urgency == urgency).Select(r =>
        {
            var from = r.Step == EscalationStep.Alert ? firstReceivedAt : here;
            var whole = deadline > from ? deadline - from : TimeSpan.Zero;
            return new Escalation { Step = r.Step, DueAt = from + (r.After ?? (whole * r.Share)) };
        });
}

/// <summary>Something a nodal officer must look at. It names the consult by its number and says nothing of the patient.</summary>
public sealed class Alert
{
    public long Id { get; private init; }
    public required string HubCode { get; init; }
    public required Guid ConsultId { get; init; }
    public required string Number { get; init; }
    public required string Specialty { get; init; }
    public required Urgency Urgency { get; init; }

    /// <summary>Why: text <c>alert.{code}</c>.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset At { get; init; }
    public string? SeenBy { get; private set; }
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>The first who sees to it is named.</summary>
    public void See(string by, DateTimeOffset now)
    {
        if (SeenAt is null) (SeenBy, SeenAt) = (by, now);
    }
}

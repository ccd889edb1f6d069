using Shared.Contracts.Consults;
using Shared.Hosting.Ui;

namespace Spoke.Api.Ui;

/// <summary>What a request says besides complaint, question and vitals, label by label, in the reader's language.</summary>
public static class RequestFacts
{
    public static IEnumerable<(string Label, string Text)> Of(RequestContent sent)
    {
        if (sent.AccompaniedBy is { } adult) yield return (Texts.Of("review.adult"), $"{adult.Name}, {Say.Code("relation", adult.Relation)}");
        foreach (var finding in sent.Findings ?? []) yield return (Texts.Of("asks.legend"), Say.Finding(finding));
        if (sent.History is { Length: > 0 } history) yield return (Texts.Of("field.History"), history);
        if (sent.Examination is { Length: > 0 } examination) yield return (Texts.Of("field.Examination"), examination);
        if (sent.TreatmentGiven is { Length: > 0 } treatment) yield return (Texts.Of("field.TreatmentGiven"), treatment);
        if (sent.CurrentMedicines.Count > 0) yield return (Texts.Of("field.CurrentMedicines"), string.Join(", ", sent.CurrentMedicines));
        if (sent.Allergies.Count > 0) yield return (Texts.Of("field.Allergies"), string.Join(", ", sent.Allergies.Select(a => a.Reaction is { } r ? $"{a.Substance}: {r}" : a.Substance)));
        else if (sent.NoKnownAllergies is true) yield return (Texts.Of("field.Allergies"), Texts.Of("allergies.none"));
        if (sent.UrgencyOverride is { } less) yield return (Texts.Of("question.urgency"), Texts.Of("consult.override", Say.Urgent(less.Proposed).Text, Say.Code("override", less.Because)));
        if (sent.IncompleteBecause is { } missing) yield return (Texts.Of("gate.title"), Say.Code("missing", missing));
        if (sent.Pregnancy is { } pregnancy) yield return (Texts.Of("review.pregnancy"), Say.Pregnancy(pregnancy));
        if (sent.PointOfCareTests.Count > 0)
            yield return (Texts.Of("tests.legend"), string.Join(", ", sent.PointOfCareTests.Select(t => $"{Say.Code("test", t.Test)}: {Say.Code("test-value", t.Value)}")));
        if (sent.Impression is { Length: > 0 } impression) yield return (Texts.Of("field.Impression"), impression);
    }
}

namespace Shared.Contracts.Prescriptions;

/// <summary>Why a line, or the whole, may not be signed, and what may be done instead.</summary>
/// <param name="Code">Stable; the text for people is <c>error.{code}</c>.</param>
/// <param name="Line">Place of the line, from 0; -1 for the whole.</param>
/// <param name="Medicine">Its name as written; empty for the whole.</param>
/// <param name="Rule">Rule of the guideline, such as <c>T11</c>, or <c>3.7.4</c> for the medicine lists.</param>
/// <param name="List">The list that refuses it; null where it is on none or where no list does.</param>
/// <param name="Ways">The lawful ways out, the nearest first.</param>
public sealed record PrescribingRefusal(
    string Code, int Line, string Medicine, string Rule, MedicineList? List, IReadOnlyList<LawfulWay> Ways)
{
    /// <summary>For <see cref="LawfulWay.ListOAlternative"/>: generics of the same class, as the formulary knows them.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];
}

/// <summary>What a doctor may lawfully do instead of what was refused.</summary>
public enum LawfulWay
{
    /// <summary>Speak with the patient by video, health officer present, and record it.</summary>
    NeedsVideo,

    /// <summary>A registered doctor asks: advise that doctor, who prescribes.</summary>
    AdviceToTreatingDoctor,

    InPersonReferral,
    ListOAlternative,
}

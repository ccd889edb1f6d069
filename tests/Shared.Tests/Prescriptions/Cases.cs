using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Prescriptions;
using Testing;

namespace Shared.Tests.Prescriptions;

/// <summary>Cases that differ from a lawful one by what a test is about.</summary>
internal static class Cases
{
    /// <summary>A first written consult on an adult, asked by a health officer, signed by the doctor of <see cref="TestProgramme.InPerson"/>.</summary>
    public static PrescribingCase First(params MedicineLine[] lines) => new()
    {
        SignedAt = Some.Now,
        SignerCode = TestProgramme.Doctor.PractitionerCode,
        PatientAge = 42,
        Diagnoses = [Some.Diagnosis()],
        Medicines = lines,
    };

    public static PrescribingCase ByVideo(this PrescribingCase asked) => asked with { Mode = ConsultMode.Video, Video = TestProgramme.Video() };

    public static PrescribingCase AsFollowUp(this PrescribingCase asked) => asked with { FollowUp = true, InPerson = TestProgramme.InPerson() };

    public static PrescribingCase AsEmergency(this PrescribingCase asked) => asked with { Urgency = Urgency.Stat, HasReferral = true };

    public static MedicineLine Line(string name) => Some.Medicine() with { Name = name };

    public static MedicineLine Continued(string name) => Line(name) with { Continues = name };

    public static MedicineLine OneDoseNow(string name) => Line(name) with { Immediate = true, Frequency = "STAT", DurationDays = null };

    /// <summary>The codes of the refusals, each with the line it stands at (-1: the whole).</summary>
    public static (string Code, int Line)[] Codes(PrescribingCase asked, PrescribingPolicy? policy = null) =>
        [.. (policy ?? PrescribingPolicy.Default).Check(asked).Select(r => (r.Code, r.Line))];
}

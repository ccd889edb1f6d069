using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Testing;

namespace Shared.Tests.Prescriptions;

/// <summary>What a registered doctor prescribes himself, with the patient before him, after a hub has advised him.</summary>
public sealed class InPersonTests
{
    private static AdviceNote Own(params string[] medicines) => TestProgramme.Note() with
    {
        Mode = ConsultMode.InPerson,
        Requester = new Requester { Name = "Dr Anil Thakur", Role = "mo", PractitionerCode = "dr-thakur", Register = PractitionerRegister.StateMedicalCouncil },
        Urgency = Urgency.Routine,
        Medicines = [.. medicines.Select(name => Some.Medicine() with { Name = name })],
    };

    private static string[] Codes(AdviceNote note) => [.. PrescribingPolicy.Default.Check(PrescribingCase.Of(note)).Select(r => $"{r.Code} {r.Line}")];

    [TestCase("paracetamol")]                     // List O
    [TestCase("amoxicillin")]                     // List A, which a hub could not by text
    [TestCase("clonazepam")]                      // psychotropic, on List A by the notice of April 2020
    [TestCase("sitagliptin")]                     // List B
    [TestCase("adrenaline")]                      // for emergencies
    [TestCase("misoprostol")]                     // on no list
    public void Who_sees_the_patient_is_bound_by_no_list(string name)
    {
        Assert.That(Codes(Own(name)), Is.Empty);
        Assert.That(Codes(Own(name) with { Urgency = Urgency.Stat }), Is.Empty, "nor is an emergency another matter before the doctor's eyes");
        Assert.That(Codes(Own(name) with { Patient = Some.Child() }), Is.Empty);
    }

    [TestCase("morphine")]
    [TestCase("tramadol")]
    [TestCase("ketamine hcl")]
    [TestCase("paracetamol + codeine")]
    [TestCase("ट्रामाडोल")]
    public void What_the_law_wants_on_paper_of_its_own_is_not_on_our_slip(string name) =>
        Assert.That(Codes(Own("paracetamol", name)), Is.EqualTo(new[] { "medicine-on-paper-only 1" }));

    [Test]
    public void It_needs_a_diagnosis_and_a_name_that_can_be_read()
    {
        Assert.That(Codes(Own("paracetamol") with { Diagnoses = [] }), Is.EqualTo(new[] { "diagnosis-missing -1" }));
        Assert.That(Codes(Own("pаracetamol")), Is.EqualTo(new[] { "medicine-name-unreadable 0" }));
        Assert.That(Codes(Own() with { Diagnoses = [] }), Is.Empty, "advice alone needs none");
    }

    [Test]
    public void A_diagnosis_in_words_is_enough_beside_one_that_says_nothing()
    {
        Assert.That(Codes(Own("paracetamol") with { Diagnoses = [new Diagnosis { Code = "R50.9", Text = " " }] }), Is.EqualTo(new[] { "diagnosis-missing -1" }));
        Assert.That(Codes(Own("paracetamol") with { Diagnoses = [new Diagnosis(), Some.Diagnosis()] }), Is.Empty);
    }

    [Test]
    public void What_is_refused_names_its_rule_and_its_medicine_and_no_way_out()
    {
        var asked = PrescribingCase.Of(Own("paracetamol", "morphine", "pаracetamol") with { Diagnoses = [], ForTreatingDoctor = true });

        Assert.That(PrescribingPolicy.Default.Check(asked).Select(r => (r.Code, r.Line, r.Medicine, r.Rule, r.List, r.Ways.Count)), Is.EqualTo(new[]
        {
            ("no-treating-doctor", -1, "", "T16", (MedicineList?)null, 0),
            ("diagnosis-missing", -1, "", "T13", null, 0),
            ("medicine-on-paper-only", 1, "morphine", "3.7.4", MedicineList.Prohibited, 0),
            ("medicine-name-unreadable", 2, "pаracetamol", "T24", null, 0),
        }));
    }

    [TestCase("cho", PractitionerRegister.StateMedicalCouncil, "dr-thakur")]
    [TestCase("mo", PractitionerRegister.Ayush, "dr-thakur")]
    [TestCase("mo", PractitionerRegister.Nursing, "dr-thakur")]
    [TestCase("mo", null, "dr-thakur")]
    [TestCase("mo", PractitionerRegister.Nmc, "dr-negi")]
    [TestCase("mo", PractitionerRegister.Nmc, null)]
    public void Only_the_registered_doctor_who_asked_prescribes_so(string role, PractitionerRegister? register, string? code) => Assert.That(
        Codes(Own("paracetamol") with { Requester = new Requester { Name = "Somebody", Role = role, Register = register, PractitionerCode = code } }),
        Is.EqualTo(new[] { "no-treating-doctor -1" }));

    [Test]
    public void Advice_to_a_treating_doctor_is_no_prescription_in_person() =>
        Assert.That(Codes(Own("paracetamol") with { ForTreatingDoctor = true }), Is.EqualTo(new[] { "no-treating-doctor -1" }));

    [Test]
    public void A_signature_for_one_is_none_for_the_other()
    {
        using var programme = new TestProgramme();
        string Signed(AdviceNote note) => SignedPrescription.Sign(note, programme.Certify(), Jws.KeyId(programme.DoctorsKey), programme.DoctorsKey);
        string? AsOwn(string document) => SignedPrescription.Check(document, programme.Key, PrescribingPolicy.Default).Refusal;
        string? AsAdvice(string document) => SignedAdvice.Check(document, programme.Key, PrescribingPolicy.Default).Refusal;

        Assert.That((AsOwn(Signed(Own("amoxicillin"))), AsAdvice(Signed(Own("amoxicillin")))), Is.EqualTo(((string?)null, "signature-broken")));
        Assert.That((AsOwn(programme.Sign(TestProgramme.Note())), AsAdvice(programme.Sign(Own("paracetamol")))), Is.EqualTo(("signature-broken", "advice-unlawful")),
            "a hub sees nobody");
        Assert.That(AsOwn(Signed(TestProgramme.Note())), Is.EqualTo("advice-unlawful"), "who sees the patient says so");
        Assert.That(AsOwn(Signed(Own("paracetamol") with { Requester = null })), Is.EqualTo("advice-unlawful"), "nothing opens by what is left out");
        Assert.That(AsOwn(Signed(Own("morphine"))), Is.EqualTo("advice-unlawful"));
    }
}

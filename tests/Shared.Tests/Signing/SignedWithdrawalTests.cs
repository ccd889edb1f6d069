using Shared.Contracts.Advice;
using Shared.Contracts.Signing;
using Testing;

namespace Shared.Tests.Signing;

public sealed class SignedWithdrawalTests
{
    private TestProgramme _programme = null!;
    private string _advice = null!;

    [OneTimeSetUp]
    public void Sign_advice()
    {
        _programme = new TestProgramme();
        _advice = _programme.Sign(TestProgramme.Note());
    }

    [OneTimeTearDown]
    public void Forget_the_keys() => _programme.Dispose();

    private WithdrawalNote Withdrawal() => TestProgramme.Withdrawal(SignedAdvice.HashOf(_advice));

    [Test]
    public void The_doctor_who_gave_advice_takes_it_back() =>
        Assert.That(SignedWithdrawal.Check(_programme.Sign(Withdrawal()), _advice, _programme.Key), Is.EqualTo((Withdrawal(), (string?)null)));

    private static IEnumerable<TestCaseData> Others()
    {
        yield return Row("another consult", w => w with { ConsultId = Guid.Empty });
        yield return Row("another version", w => w with { Version = 2 });
        yield return Row("another prescription", w => w with { PrescriptionId = Guid.Empty });
        yield return Row("other bytes", w => w with { AdviceHash = new string('0', 64) });
        yield return Row("before it was given", w => w with { SignedAt = Some.Now.AddSeconds(-1) });

        static TestCaseData Row(string what, Func<WithdrawalNote, WithdrawalNote> other) => new TestCaseData(other).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Others))]
    public void A_withdrawal_of_something_else_withdraws_nothing(object other) =>
        Assert.That(SignedWithdrawal.Check(_programme.Sign(((Func<WithdrawalNote, WithdrawalNote>)other)(Withdrawal())), _advice, _programme.Key),
            Is.EqualTo(((WithdrawalNote?)null, "withdrawal-not-for-this")));

    [Test]
    public void No_other_doctor_of_the_programme_takes_it_back()
    {
        var other = TestProgramme.Doctor with { PractitionerCode = "dr-negi", Name = "Dr Kavita Negi" };
        var document = SignedWithdrawal.Sign(Withdrawal() with { Signer = other },
            _programme.Certify(_programme.Certificate() with { Practitioner = other }), Jws.KeyId(_programme.DoctorsKey), _programme.DoctorsKey);

        Assert.That(SignedWithdrawal.Check(document, _advice, _programme.Key).Refusal, Is.EqualTo("withdrawal-not-for-this"));
    }

    [Test]
    public void The_hub_alone_takes_nothing_back()
    {
        using var stranger = new TestProgramme();

        Assert.That(SignedWithdrawal.Check(stranger.Sign(Withdrawal()), _advice, _programme.Key).Refusal, Is.EqualTo("certificate-not-ours"));
        Assert.That(SignedWithdrawal.Check(_advice, _advice, _programme.Key).Refusal, Is.EqualTo("signature-broken"), "advice is no withdrawal");
    }

    [Test]
    public void Advice_is_known_by_what_was_signed_and_not_by_how_the_signature_is_written() =>
        Assert.That(SignedAdvice.HashOf(_programme.Sign(TestProgramme.Note())), Is.EqualTo(SignedAdvice.HashOf(_advice)).And.Match("^[0-9a-f]{64}$"));
}

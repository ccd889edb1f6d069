using Shared.Contracts.Patients;

namespace Shared.Tests.Patients;

/// <summary>The numbers are made up and pass the check digit; none was given to anybody that we know of.</summary>
public sealed class AadhaarTests
{
    private const string Number = "234567890124";

    [TestCase("234567890124", "XXXX XXXX 0124")]
    [TestCase("2345 6789 0124", "XXXX XXXX 0124")]
    [TestCase("2345-6789-0124", "XXXX XXXX 0124")]
    [TestCase("2345  6789\u00a00124", "XXXX XXXX 0124")]
    [TestCase("2345–6789–0124", "XXXX XXXX 0124")]
    [TestCase("2345 67890124", "XXXX XXXX 0124")]
    [TestCase("२३४५ ६७८९ ०१२४", "XXXX XXXX ०१२४")]
    [TestCase("Savitri (UID234567890124), Kotkhai", "Savitri (UIDXXXX XXXX 0124), Kotkhai")]
    [TestCase("age 42 2345 6789 0124", "age 42 XXXX XXXX 0124")]
    [TestCase("2345 6789 0124 and 2345-6789-0124.", "XXXX XXXX 0124 and XXXX XXXX 0124.")]
    [TestCase("phone 9418012345, Aadhaar 234567890124", "phone 9418012345, Aadhaar XXXX XXXX 0124")]
    public void A_number_is_masked_however_it_is_written(string typed, string kept) => Assert.That(Aadhaar.Mask(typed), Is.EqualTo(kept));

    [TestCase("")]
    [TestCase("Savitri Devi")]
    [TestCase("234567890123")]                              // the check digit does not fit
    [TestCase("123456789012")]                              // begins with 1
    [TestCase("2345678901240")]                             // thirteen digits
    [TestCase("9418012345 9816054321")]                     // two phones
    [TestCase("94180 12345")]
    [TestCase("91-7561-4088-8857")]                         // an ABHA number
    [TestCase("120 80 96 98 37 18 52 97")]                  // readings
    [TestCase("2345\n6789\n0124")]                          // three lines
    [TestCase("2345, 6789, 0124")]
    [TestCase("0192f000-0000-7000-8000-234567890124")]      // an id of ours
    [TestCase("/requests/0192f000-0000-2345-6789-012400000000/patient")]
    [TestCase("02/03/1984")]
    public void Everything_else_stays_as_it_is(string typed) => Assert.That(Aadhaar.Mask(typed), Is.EqualTo(typed));

    [Test]
    public void The_last_groups_of_an_abha_number_are_no_number_of_their_own()
    {
        Assert.That(Aadhaar.Mask($"91-2345-6789-0124"), Is.EqualTo("91-2345-6789-0124"));
        Assert.That(Aadhaar.Mask($"91 {Number}"), Is.EqualTo("91 XXXX XXXX 0124"));
    }

    [Test]
    public void One_number_in_ten_passes_the_check_digit_and_every_single_slip_is_noticed()
    {
        var random = new Random(20261127);
        var passed = 0;
        for (var i = 0; i < 10_000; i++)
        {
            int[] digits = [random.Next(2, 10), .. Enumerable.Range(0, 11).Select(_ => random.Next(10))];
            if (!Aadhaar.IsNumber(digits)) continue;
            passed++;
            var slip = random.Next(12);
            digits[slip] = (digits[slip] + 1 + random.Next(9)) % 10;
            Assert.That(Aadhaar.IsNumber(digits), Is.False);
        }
        Assert.That(passed, Is.InRange(900, 1100));
    }

    [Test]
    public void A_long_text_is_read_once_from_end_to_end()
    {
        var ids = string.Concat(Enumerable.Repeat("0192f000-0000-7000-8000-234567890124 2345 6789 ", 20_000));

        Assert.That(Aadhaar.Mask(ids + Number), Is.EqualTo($"{ids}XXXX XXXX 0124"));
    }
}

public sealed class AbhaTests
{
    // Published samples of the programme.
    [TestCase("43-4221-5105-6749", true)]
    [TestCase("25818036835375", true)]
    [TestCase("22-7225-4829-5255", true)]
    [TestCase("91-7561-4088-8857", true)]
    [TestCase("12-3456-7890-1234", false)]
    [TestCase("91-1111-1111-1111", false)]
    public void A_published_number_has_luhns_check_digit_and_a_made_up_one_is_only_warned_of(string number, bool isChecked)
    {
        Assert.That(Abha.IsNumber(number));
        Assert.That(Abha.IsChecked(number), Is.EqualTo(isChecked));
    }

    [TestCase("9175614088885")]
    [TestCase("917561408888571")]
    [TestCase("917-561-4088-8857")]
    [TestCase("91 7561 4088 8857")]
    public void What_is_not_fourteen_digits_is_no_number(string text) => Assert.That(Abha.IsNumber(text), Is.False);

    [TestCase("savitri.1984@abdm", true)]
    [TestCase("savitri_devi@sbx", true)]
    [TestCase("savitri@abdm", false)]
    [TestCase("savitri.1984", false)]
    [TestCase("savitri.1984@gmail", false)]
    [TestCase(".savitri1984@abdm", false)]
    [TestCase("savitri1984_@abdm", false)]
    [TestCase("sa.vi.tri.1984@abdm", false)]
    [TestCase("savitridevikotkhai1984@abdm", false)]
    [TestCase("सावित्री1984@abdm", false)]
    public void An_address_has_its_form(string text, bool isOne) => Assert.That(Abha.IsAddress(text), Is.EqualTo(isOne));
}

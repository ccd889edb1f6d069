using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shared.Hosting.Ui;

namespace Shared.Tests.Ui;

public sealed class FormTests
{
    private enum Colour { DarkBlue, Red }

    private CultureInfo _before = null!;

    [SetUp]
    public void Begin_in_english()
    {
        _before = CultureInfo.CurrentUICulture;
        Texts.Load(strict: true);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
    }

    [TearDown]
    public void Restore_the_language() => CultureInfo.CurrentUICulture = _before;

    private static PostedForm Posted(params (string Name, string Value)[] fields) =>
        new(new FormCollection(fields.ToDictionary(f => f.Name, f => new StringValues(f.Value))));

    [Test]
    public void Typed_values_are_read_as_what_they_are()
    {
        var form = Posted(("a", " 38.6 "), ("b", "१२३"), ("c", "23/11/2026"), ("d", "2026-11-23"), ("e", "dark-blue"), ("f", "true"), ("g", "2026-11-23T10:35"), ("h", "  "));

        Assert.Multiple(() =>
        {
            Assert.That(form.Number("a"), Is.EqualTo(38.6m));
            Assert.That(form.Whole("b"), Is.EqualTo(123));
            Assert.That(form.Date("c"), Is.EqualTo(new DateOnly(2026, 11, 23)));
            Assert.That(form.Date("d"), Is.EqualTo(new DateOnly(2026, 11, 23)));
            Assert.That(form.Choice<Colour>("e"), Is.EqualTo(Colour.DarkBlue));
            Assert.That(form.Ticked("f"), Is.True);
            Assert.That(form.Moment("g"), Is.EqualTo(new DateTimeOffset(2026, 11, 23, 5, 5, 0, TimeSpan.Zero)));
            Assert.That(form.Text("h"), Is.Null);
            Assert.That(form.Number("not there"), Is.Null);
            Assert.That(form.Errors.Any, Is.False);
        });
    }

    [Test]
    public void What_cannot_be_read_is_said_and_never_guessed()
    {
        var form = Posted(("a", "38,6"), ("b", "3.5"), ("c", "31/02/2026"), ("e", "1"));

        Assert.Multiple(() =>
        {
            Assert.That(form.Number("a"), Is.Null);
            Assert.That(form.Whole("b"), Is.Null);
            Assert.That(form.Date("c"), Is.Null);
            Assert.That(form.Choice<Colour>("e"), Is.Null);
            Assert.That(form.Errors.All.Select(e => e.Field), Is.EqualTo(new[] { "a", "b", "c", "e" }));
            Assert.That(form.Raw("a"), Is.EqualTo("38,6"));
        });
    }

    [Test]
    public void Rows_of_a_repeated_part_keep_their_numbers() =>
        Assert.That(Posted(("lines[2].name", "x"), ("lines[0].name", "y"), ("lines[0].dose", "z"), ("other[7].name", "")).Rows("lines"), Is.EqualTo(new[] { 0, 2 }));

    [Test]
    public void A_refusal_meets_its_field_whatever_the_case()
    {
        var errors = new FormErrors().Add("Patient.Name", "Write the name.").Add("Nothing was saved.").AddCode("no-text-for-this", "Try later.");

        Assert.That(errors.For("patient.name"), Is.EqualTo(new[] { "Write the name." }));
        Assert.That(errors.General, Is.EqualTo(new[] { "Nothing was saved.", "Try later." }));
    }

    [Test]
    public void A_rules_own_code_speaks_the_readers_language_and_the_rules_words_stand_in()
    {
        var rule = new InlineValidator<string>();
        rule.RuleFor(text => text.Length).GreaterThan(3).WithErrorCode("not-a-number").WithMessage("In English only.");
        rule.RuleFor(text => text.Length).GreaterThan(3).WithErrorCode("has-no-text").WithMessage("In English only.");

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("hi");
        var errors = FormErrors.From(rule.Validate("abc"));

        Assert.That(errors.All.Select(e => e.Message), Is.EqualTo(new[] { Texts.Of("validation.not-a-number"), "In English only." }));
    }
}

using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Hosting.Ui;
using SkiaSharp;
using Spoke.Api.Domain;
using Spoke.Api.Ui;

namespace Spoke.Api.Prescriptions;

/// <summary>What a slip is printed on.</summary>
internal enum SlipPaper
{
    A5,

    /// <summary>A thermal roll of 80 mm, of which 72 are printed; as long as the slip.</summary>
    Roll,
}

/// <summary>The slip as a PDF: what the page shows, for a centre that keeps or sends files. Points, from the top left.</summary>
internal sealed class SlipPdf : IDisposable
{
    private const float A5Width = 419.53f, A5Height = 595.28f, RollWidth = 226.77f, LongestRoll = 14_400;
    private const float Small = 7.2f, Pad = 3;

    // Number, medicine, morning, noon, night, food, days; on A5.
    private static readonly float[] Columns = [19, 148, 38, 38, 38, 56, A5Width - 40 - 337];

    // The code's side: on A5 38 mm, a third of a millimetre for a module at its densest; on a roll half of one, four dots of its printer.
    private readonly (float Width, float Margin, float QrSide) _paper;
    private readonly bool _onRoll;
    private readonly SKPictureRecorder? _roll;

    private static readonly (string Key, Pictogram Picture)[] Times = [("slip.morning", Pictogram.Morning), ("slip.noon", Pictogram.Noon), ("slip.night", Pictogram.Night)];

    private readonly GetPrescription.Slip _slip;
    private readonly ProgrammeDirectory _programme;
    private readonly Directions _in;
    private readonly Typesetter _type;
    private readonly SKDocument _document;
    private readonly SKPaint _line = new() { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = 0.7f, IsAntialias = true };
    private readonly SKPaint _fill = new() { Color = SKColors.Black, Style = SKPaintStyle.Fill };
    private SKCanvas _canvas;
    private float _y;

    private SlipPdf(GetPrescription.Slip slip, ProgrammeDirectory programme, PrintFonts fonts, SlipPaper paper, Stream to)
    {
        (_slip, _programme, _in, _type, _onRoll) = (slip, programme, new Directions(slip.Language), new Typesetter(fonts), paper == SlipPaper.Roll);
        _paper = _onRoll ? (RollWidth, 11.34f, 170) : (A5Width, 20, 107);
        _y = Margin;
        _document = SKDocument.CreatePdf(to, new SKDocumentPdfMetadata { Title = Say.In(slip.Language, "slip.title"), Creator = "HubSpoke" });
        // How long a roll is cut is known when all of it is drawn.
        _roll = _onRoll ? new SKPictureRecorder() : null;
        _canvas = _roll?.BeginRecording(new SKRect(0, 0, RollWidth, LongestRoll)) ?? _document.BeginPage(A5Width, A5Height);
    }

    private float Margin => _paper.Margin;
    private float Inner => _paper.Width - 2 * _paper.Margin;
    private float QrSide => _paper.QrSide;
    private float Bottom => A5Height - Margin;

    public static byte[] Of(GetPrescription.Slip slip, ProgrammeDirectory programme, PrintFonts fonts, SlipPaper paper = SlipPaper.A5)
    {
        using var pdf = new MemoryStream();
        using (var drawing = new SlipPdf(slip, programme, fonts, paper, pdf)) drawing.Draw();
        return pdf.ToArray();
    }

    public void Dispose()
    {
        _document.Dispose();
        _roll?.Dispose();
        _type.Dispose();
        _line.Dispose();
        _fill.Dispose();
    }

    private void Draw()
    {
        var note = _slip.Note;
        if (_slip.WithdrawnAt is { } withdrawn) Box([new(_in.Text("slip.withdrawn", Format.Date(withdrawn)), Bold: true), new(" " + _in.Text("slip.withdrawn-do"))]);
        Head();
        Who();
        if (note.Diagnoses.Count > 0)
            Text([new(Both("slip.diagnosis") + "  ", Small), new(string.Join("; ", note.Diagnoses.Select(d => string.IsNullOrEmpty(d.Code) ? d.Text : $"{d.Text} ({d.Code})")), Bold: true)]);
        if (_slip.Allergies.Count > 0) Text([new(Both("slip.allergies") + "  ", Small), new(string.Join(", ", _slip.Allergies), Bold: true)]);
        Medicines();
        if (note.SafetyNet.Count > 0)
            Box([new(Both("slip.come-back") + ": ", Bold: true), new($"{string.Join("; ", note.SafetyNet)}{(_slip.Language == Texts.Hindi ? "।" : ".")} {_in.Text("slip.emergency-108")}")]);
        Named("slip.advice", note.Advice);
        Named("slip.tests", string.Join(", ", note.Tests));
        if (note.Referral is { } referral) Named("slip.referral", Parts(referral.Place, Known("transport", referral.Transport), referral.Reason));
        if (note.FollowUp is { } follow) Named("slip.follow-up", Parts(follow.On is { } on ? Format.Date(on) : null, follow.Text));
        Foot();
        if (_roll is not null)
        {
            using var drawn = _roll.EndRecording();
            _document.BeginPage(RollWidth, _y + Margin).DrawPicture(drawn);
        }
        _document.EndPage();
        _document.Close();
    }

    private void Head()
    {
        var note = _slip.Note;
        var title = note.ForTreatingDoctor is true ? Both("slip.for-treating-doctor") : Both("slip.prescription");
        var facility = _programme.Spoke(note.SpokeCode) is { } spoke ? Say.Facility(spoke, _slip.Language) : "";
        Beside(
            [new(title + "\n", 13, Bold: true), new($"{facility} ({note.SpokeCode})\n"), new(_in.Text(note.Mode is ConsultMode.InPerson ? "slip.own" : "slip.from-hub", _programme.Hub(note.HubCode)?.Name.In(_slip.Language) ?? note.HubCode), Small)],
            [new(Format.Date(note.SignedAt), 9, Bold: true), new($", {Time(note.SignedAt)}\n"), new($"{note.Number} · v{note.Version}", Small)], share: 0.66f, align: 1);
        Rule();
    }

    private void Who()
    {
        var patient = _slip.Note.Patient;
        var weight = _slip.WeightKg is { } kg ? $" · {Format.Number(kg)} {_in.Text("unit.weightKg")}" : "";
        var phone = Say.Phone(patient, _slip.Language) is { Length: > 0 } number ? $"\n{_in.Text("slip.phone")} {number}" : "";
        Beside(
            [new(Both("slip.patient") + "\n", Small), new(patient.Name + "\n", 9.5f, Bold: true), new($"{Say.AgeSex(patient, Format.DayOf(_slip.Note.SignedAt), _slip.Language)}{weight}\n{Say.Relative(patient, _slip.Language)}")],
            [new(Both("slip.address") + "\n", Small), new(Parts(patient.Address.Village, patient.Address.Block, patient.Address.District, patient.Address.Pin) + phone)], share: 0.5f, align: 0);
    }

    private void Medicines()
    {
        if (_slip.Note.Medicines.Count == 0) return;
        if (_onRoll)
        {
            foreach (var (number, line) in _slip.Note.Medicines.Index()) OneBelowTheOther(number + 1, line);
            Rule();
            return;
        }
        TableHead();
        foreach (var (number, line) in _slip.Note.Medicines.Index())
        {
            var form = _slip.Language == Texts.Hindi ? $"{_in.Form(line)} · {line.Form}" : _in.Form(line);
            var medicine = Cell(1,
                new($"{line.Name.ToUpperInvariant()} {line.Strength}\n", 9, Bold: true), new(Parts(form, _in.Dose(line), _in.Route(line))), new(_in.Instructions(line) is { } how ? "\n" + how : ""));
            var times = _in.Columns(line) is { } columns
                ? columns.Select((amount, at) => (Column: 2 + at, Paragraph: Cell(2 + at, new Ink(amount ?? "–", Bold: amount is not null)))).ToArray()
                : [(2, _type.Set(Columns[2] + Columns[3] + Columns[4] - 2 * Pad, new Ink(_in.Frequency(line), Bold: true)))];
            var food = Cell(5, new(_in.Timing(line) + "\n", Small), new(_slip.Language == Texts.Hindi ? new Directions(Texts.English).Timing(line) : "", 6.5f));
            var days = Cell(6, new(_in.Days(line) ?? "–", Bold: true), new(_in.Quantity(line) is { } total ? "\n" + total : "", Small));
            var pictogram = Pictogram.Of(line.Timing);
            var drawn = pictogram is null ? 0 : 19;

            var height = 2 * Pad + new[] { medicine.Height, times.Max(t => t.Paragraph.Height), food.Height + drawn, days.Height }.Max();
            if (Room(height)) TableHead();
            Put(_type.Set(Columns[0] - 2 * Pad, new Ink($"{number + 1}")), 0, 0, height);
            Put(medicine, 1, 0, height);
            foreach (var (column, paragraph) in times) Put(paragraph, column, 0.5f, height);
            if (pictogram is not null) Picture(pictogram, Left(5) + (Columns[5] - 18) / 2, _y + Pad, 18);
            food.Draw(_canvas, Left(5) + Pad, _y + Pad + drawn, 0.5f);
            Put(days, 6, 0, height);
            Grid(height, merged: times.Length == 1);
            _y += height;
        }
        _y += 6;
    }

    // A roll has no room for columns.
    private void OneBelowTheOther(int number, MedicineLine line)
    {
        Rule();
        var form = _slip.Language == Texts.Hindi ? $"{_in.Form(line)} · {line.Form}" : _in.Form(line);
        Text([new($"{number}. {line.Name.ToUpperInvariant()} {line.Strength}", 10, Bold: true)]);
        Text([new(Parts(form, _in.Dose(line), _in.Route(line)))]);
        if (_in.Columns(line) is { } columns)
        {
            var third = Inner / 3;
            var times = columns.Select((amount, at) => _type.Set(third - 16, new(_in.Text(Times[at].Key) + " ", Small), new(amount ?? "–", 9, Bold: amount is not null))).ToArray();
            foreach (var (at, time) in times.Index())
            {
                Picture(Times[at].Picture, Margin + at * third, _y + 1, 13);
                time.Draw(_canvas, Margin + at * third + 16, _y + 1, 0);
            }
            _y += Math.Max(18, times.Max(time => time.Height) + 3);
        }
        else Text([new(_in.Frequency(line), Bold: true)]);

        if (Pictogram.Of(line.Timing) is { } food)
        {
            Picture(food, Margin, _y, 16);
            _type.Set(Inner - 20, new Ink(_in.Timing(line))).Draw(_canvas, Margin + 20, _y + 2, 0);
            _y += 18;
        }
        Text([new(Parts(_in.Days(line), _in.Quantity(line)), Bold: true), new(_in.Instructions(line) is { } how ? "\n" + how : "")]);
    }

    private void TableHead()
    {
        (string Text, Pictogram? Picture)[] heads =
        [
            ("#", null), (Both("slip.medicine"), null), .. Times.Select(time => (_in.Text(time.Key), (Pictogram?)time.Picture)), (Both("slip.food"), null),
            (Both("slip.days-head"), null),
        ];
        const float height = 32;
        Room(height + 40);
        foreach (var (at, (text, picture)) in heads.Index())
        {
            if (picture is not null) Picture(picture, Left(at) + (Columns[at] - 15) / 2, _y + 2, 15);
            _type.Set(Columns[at] - 2 * Pad, new Ink(text, Small)).Draw(_canvas, Left(at) + Pad, _y + (picture is null ? 4 : 18), picture is null ? 0 : 0.5f);
        }
        Grid(height, merged: false);
        _y += height;
    }

    private void Foot()
    {
        var signer = _slip.Note.Signer;
        var code = _slip.Code is { } document ? QrCode.Of(document) : null;
        var who = _type.Set(code is null || _onRoll ? Inner : Inner - QrSide - 10,
            new($"{(signer.NameHi is { } hindi ? $"{hindi} · " : "")}{signer.Name}", 9.5f, Bold: true), new($", {signer.Qualification}\n"),
            new($"{Both("slip.registration")} {signer.RegistrationNumber}, {signer.Council}\n"),
            new($"{_in.Text("slip.signed", Format.Date(_slip.Note.SignedAt), Time(_slip.Note.SignedAt))} {_in.Text("slip.given-by", _slip.RequestedBy)} "
                + $"{_in.Text(_slip.Note.Mode is ConsultMode.InPerson ? "slip.seen" : _slip.Note.FollowUpConsult ? "slip.follow-up-consult" : "slip.first-consult", _in.Text($"mode.{ConsultRequest.Code(_slip.Note.Mode)}"))} {_in.Text("slip.rules", _slip.Note.RulesVersion)}", Small),
            new(code is null ? "" : "\n" + _in.Text("slip.check"), Small));
        if (_onRoll)
        {
            Rule();
            who.Draw(_canvas, Margin, _y, 0);
            _y += who.Height + 4;
            if (code is null) return;
            Code(code, Margin + (Inner - QrSide) / 2, _y);
            _y += QrSide;
            return;
        }
        var height = Math.Max(who.Height, code is null ? 0 : QrSide) + 6;
        Room(height);
        _y = Bottom - height;
        Rule();
        who.Draw(_canvas, Margin, Bottom - who.Height, 0);
        if (code is not null) Code(code, Margin + Inner - QrSide, Bottom - QrSide);
    }

    private void Code(ZXing.Common.BitMatrix code, float x, float y)
    {
        using var modules = SKPath.ParseSvgPathData(QrPath.Of(code));
        _canvas.Save();
        _canvas.Translate(x, y);
        _canvas.Scale(QrSide / code.Width);
        _canvas.DrawPath(modules, _fill);
        _canvas.Restore();
    }

    private void Beside(Ink[] left, Ink[] right, float share, float align)
    {
        if (_onRoll)
        {
            Text(left);
            Text(right);
            return;
        }
        var (a, b) = (_type.Set(Inner * share - 6, left), _type.Set(Inner * (1 - share), right));
        Room(Math.Max(a.Height, b.Height));
        a.Draw(_canvas, Margin, _y, 0);
        b.Draw(_canvas, Margin + Inner * share, _y, align);
        _y += Math.Max(a.Height, b.Height) + 3;
    }

    private void Named(string key, string text)
    {
        if (text.Length > 0) Text([new(Both(key) + ": ", Bold: true), new(text)]);
    }

    private void Text(Ink[] inks)
    {
        var text = _type.Set(Inner, inks);
        Room(text.Height);
        text.Draw(_canvas, Margin, _y, 0);
        _y += text.Height + 3;
    }

    private void Box(Ink[] inks)
    {
        var text = _type.Set(Inner - 4 * Pad, inks);
        Room(text.Height + 2 * Pad);
        _canvas.DrawRect(Margin, _y, Inner, text.Height + 2 * Pad, _line);
        text.Draw(_canvas, Margin + 2 * Pad, _y + Pad, 0);
        _y += text.Height + 2 * Pad + 5;
    }

    private void Rule()
    {
        _canvas.DrawLine(Margin, _y, Margin + Inner, _y, _line);
        _y += 4;
    }

    private void Picture(Pictogram picture, float x, float y, float side)
    {
        using var lines = SKPath.ParseSvgPathData(picture.Lines);
        using var pen = new SKPaint { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = 1.8f, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };
        _canvas.Save();
        _canvas.Translate(x, y);
        _canvas.Scale(side / 24);
        _canvas.DrawPath(lines, pen);
        if (picture.Filled is { } filled)
        {
            using var full = SKPath.ParseSvgPathData(filled);
            _canvas.DrawPath(full, _fill);
        }
        _canvas.Restore();
    }

    private void Grid(float height, bool merged)
    {
        _canvas.DrawRect(Margin, _y, Inner, height, _line);
        for (var at = 1; at < Columns.Length; at++)
            if (!merged || at is not (3 or 4)) _canvas.DrawLine(Left(at), _y, Left(at), _y + height, _line);
    }

    private Typesetter.Paragraph Cell(int column, params Ink[] inks) => _type.Set(Columns[column] - 2 * Pad, inks);

    private void Put(Typesetter.Paragraph paragraph, int column, float align, float height) =>
        paragraph.Draw(_canvas, Left(column) + Pad, align > 0 ? _y + (height - paragraph.Height) / 2 : _y + Pad, align);

    private float Left(int column) => Margin + Columns.Take(column).Sum();

    /// <returns>True when a new page had to begin.</returns>
    private bool Room(float height)
    {
        if (_onRoll || _y + height <= Bottom) return false;
        _document.EndPage();
        _canvas = _document.BeginPage(A5Width, A5Height);
        _y = Margin;
        // A page that falls behind the stapler still says whose it is.
        Text([new($"{_slip.Note.Number} · v{_slip.Note.Version} · {_slip.Note.Patient.Name} · {Format.Date(_slip.Note.SignedAt)}", Small)]);
        return true;
    }

    // Whoever reads the slip later may know only one of the two.
    private static string Both(string key) => $"{Say.In(Texts.Hindi, key)} · {Say.In(Texts.English, key)}";

    private string? Known(string prefix, string? code) => code is null ? null : Texts.Current.Has($"{prefix}.{code}") ? _in.Text($"{prefix}.{code}") : code;

    private string Time(DateTimeOffset at) => Format.Time(at, _slip.Language);

    private static string Parts(params string?[] parts) => string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p)));
}

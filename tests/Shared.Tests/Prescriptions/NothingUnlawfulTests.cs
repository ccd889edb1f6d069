using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Testing;

namespace Shared.Tests.Prescriptions;

/// <summary>
/// A walk at random over the API of a real hub and a real site: people act at once, repeat themselves and come late, messages arrive twice, out
/// of order and forged, also by who holds a doctor's key. After every step whatever has been signed or is shown is judged by
/// <see cref="Guideline"/>, which knows the rules from the guideline and who asked from the walk, and nothing from the policy.
/// </summary>
public sealed class NothingUnlawfulTests
{
    private const int Steps = 220;

    private static readonly string[] HubDoctors = ["dr-thakur", "dr-negi", "dr-expired"];

    [TestCase(20261127)]
    public async Task No_sequence_of_calls_and_messages_leads_to_a_prescription_the_guideline_forbids(int seed)
    {
        await using var walk = await Walk.Begin(seed);
        for (var step = 0; step < Steps; step++)
        {
            await walk.Step();
            await walk.Judge($"seed {seed}, step {step}, {walk.LastActs}");
        }
        await walk.JudgeAll($"seed {seed}, at the end");

        TestContext.Out.WriteLine(walk.Summary);
        Assert.That(walk.Signed, Is.GreaterThan(10), "signed at the hub");
        Assert.That(walk.OwnSigned, Is.GreaterThan(0), "signed at the spoke");
        Assert.That(walk.Refused, Is.GreaterThan(20), "refused");
        Assert.That(walk.ForgedRefused, Is.GreaterThan(10), "forged and refused");
        Assert.That(walk.Shown, Is.GreaterThan(10), "shown at the spoke");
        Assert.That(walk.OldTokensRefused, Is.GreaterThan(0), "old tokens refused");
    }

    /// <summary>What is known of a request by who made it, not by any service.</summary>
    private sealed record Asked(Guid Id, bool ByDoctor, bool Child, Urgency Urgency)
    {
        /// <summary>Tokens of every hold there was, the latest last.</summary>
        public ConcurrentQueue<(string Doctor, string Token)> Holds { get; } = new();

        /// <summary>Messages of both sides that have been sent, to be delivered in any order and again.</summary>
        public List<(bool ToHub, byte[] Body)> Letters { get; } = [];
    }

    private sealed class Walk : IAsyncDisposable
    {
        private readonly Random _random;
        private readonly TestHub _hub;
        private readonly TestSpoke _spoke;
        private readonly Dictionary<string, Doctor> _doctors = [];
        private readonly Dictionary<string, Cho> _askers = [];
        private readonly List<Asked> _asked = [];
        private readonly List<Asked> _touched = [];
        private readonly HashSet<string> _judged = [];
        private readonly HashSet<string> _shown = [];
        private readonly List<string> _acts = [];
        private readonly ConcurrentDictionary<string, int> _codes = new();
        private readonly SemaphoreSlim _post = new(1);
        private int _refused, _forged, _oldTokens;

        private Walk(int seed, TestHub hub, TestSpoke spoke)
        {
            (_random, _hub, _spoke) = (new Random(seed), hub, spoke);
            foreach (var name in HubDoctors) _doctors[name] = new Doctor(hub.Address, name);
            foreach (var name in (string[])["cho-sunita", "mo-verma"]) _askers[name] = new Cho(spoke.Address, name, []);
        }

        public int Signed { get; private set; }
        public int OwnSigned { get; private set; }
        public int Refused => _refused;
        public int ForgedRefused => _forged;
        public int OldTokensRefused => _oldTokens;
        public int Shown => _shown.Count;
        public string LastActs => string.Join(", ", _acts);

        public string Summary => $"{_asked.Count} requests; signed {Signed} at the hub and {OwnSigned} at the spoke, {_shown.Count} of them shown; refused {_refused} to sign, {_forged} forged, "
            + $"{_oldTokens} by old tokens ({string.Join(", ", _codes.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))})";

        public static async Task<Walk> Begin(int seed)
        {
            TestContext.Out.WriteLine($"seed {seed}");
            var walk = new Walk(seed, await TestHub.Start(), await TestSpoke.Start());
            foreach (var doctor in HubDoctors) (await walk._hub.As(doctor).Get("/api/queue")).Must(HttpStatusCode.OK);   // a token that grows old
            for (var i = 0; i < 3; i++) await walk.Ask();
            return walk;
        }

        /// <summary>One to four acts at once, on one consult or on several; then the clocks go on.</summary>
        public async Task Step()
        {
            _acts.Clear();
            _touched.Clear();
            var racing = Mostly(0.6) ? Recent() : null;   // often all of them at the same consult
            await Task.WhenAll(Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Act(racing ?? Recent())).ToArray());
            if (_asked.Count < 40 && Mostly(0.15)) await Ask();
            foreach (var asked in _touched.Distinct().ToArray()) await Collect(asked);
            var pass = TimeSpan.FromMinutes(Mostly(0.03) ? 9 * 60 : _random.Next(0, 4));
            _hub.Clock.Advance(pass);
            _spoke.Clock.Advance(pass);
        }

        private Asked Recent() => Mostly(0.85) ? Any(_asked[^Math.Min(5, _asked.Count)..]) : Any(_asked);

        // The choices are made before anything runs: what is tried follows from the seed, only who wins a race does not.
        private Task Act(Asked on)
        {
            _touched.Add(on);
            var doctor = Mostly(0.75) ? "dr-thakur" : Any(HubDoctors);
            var hold = on.Holds.ToArray();
            var token = hold.Length == 0 ? "1" : Mostly(0.8) ? hold[^1].Token : Any(hold).Token;
            var holder = hold.Length > 0 && Mostly(0.85) ? hold[^1].Doctor : doctor;
            var twice = Mostly(0.25);
            switch (_random.Next(18))
            {
                case 0 or 1:
                    return Said("accept", () => Accept(on, doctor));
                case 16 or 17:
                    var atOnce = Advice(on, "");
                    return Said("accept and advise", async () =>
                    {
                        if (await Accept(on, doctor) is not { } fresh) return;
                        atOnce["token"] = fresh;
                        await Times(twice, () => Sign(_doctors[doctor].Post($"/api/consults/{on.Id}/advice", atOnce)));
                    });
                case 2 or 3 or 4:
                    var advice = Advice(on, token);
                    return Said("advise", () => Times(twice, () => Sign(_doctors[holder].Post($"/api/consults/{on.Id}/advice", advice))));
                case 5:
                    var corrected = Advice(on, "");
                    corrected["supersedes"] = _random.Next(1, 3);
                    return Said("correct", () => Times(twice, () => Sign(_doctors[holder].Post($"/api/consults/{on.Id}/advice", corrected))));
                case 6:
                    var version = _random.Next(1, 3);
                    return Said("withdraw", () => Times(twice, () => _doctors[holder].Post($"/api/consults/{on.Id}/advice/{version}/withdrawal", new { reason = "wrong-medicine" })));
                case 7:
                    return Said("hand back", () => _doctors[holder].HandBack(on.Id, token));
                case 8:
                    var late = Advice(on, token);
                    return Said("an old session", async () =>
                    {
                        var answer = await _hub.As(holder).Post($"/api/consults/{on.Id}/advice", late);
                        if (answer.Status == HttpStatusCode.Unauthorized) Interlocked.Increment(ref _oldTokens);
                    });
                case 9 or 10:
                    var his = _asked.LastOrDefault(a => a.ByDoctor && Mostly(0.7)) ?? on;   // mostly one that he asked
                    _touched.Add(his);
                    var own = Own(his);
                    own["supersedes"] = Mostly(0.6) ? null : _random.Next(1, 3);
                    return Said("prescribe", () => Times(twice, () => Sign(_askers["mo-verma"].Post($"/api/consults/{his.Id}/own-prescription", own))));
                case 11:
                    var theirs = Own(on);
                    return Said("prescribe without being one", () => Sign(_askers["cho-sunita"].Post($"/api/consults/{on.Id}/own-prescription", theirs)));
                case 12:
                    var taken = _random.Next(1, 3);
                    return Said("take back", () => _askers["mo-verma"].Post($"/api/consults/{on.Id}/own-prescription/{taken}/withdrawal", new { reason = "wrong-medicine" }));
                case 13:
                    var worse = Mostly(0.3);
                    return Said("tell", async () =>
                    {
                        var asker = _askers[on.ByDoctor ? "mo-verma" : "cho-sunita"];
                        if (worse) await asker.Supply(on.Id, "Much worse.", new Vitals { Spo2 = 84, RespiratoryRate = 32, Pulse = 134, Systolic = 84, Diastolic = 50 });
                        else await asker.Told(on.Id, HowTold.InPerson);
                    });
                case 14:
                    var forgery = Forgery(on);
                    return Said("forge", forgery);
                default:
                    var letters = on.Letters.OrderBy(_ => _random.Next()).Take(_random.Next(1, 6)).ToArray();
                    return Said("replay", async () =>
                    {
                        foreach (var (toHub, body) in letters) await Deliver(toHub, body);
                    });
            }
        }

        private async Task<string?> Accept(Asked on, string doctor)
        {
            var answer = await _doctors[doctor].TryAccept(on.Id);
            if (answer.Status != HttpStatusCode.OK) return null;
            on.Holds.Enqueue((doctor, (string)answer["token"]!));
            return (string)answer["token"]!;
        }

        private Task Said(string act, Func<Task> run)
        {
            _acts.Add(act);
            return run();
        }

        private static Task Times(bool twice, Func<Task> act) => twice ? Task.WhenAll(act(), act()) : act();

        private async Task Sign(Task<Answer> signing)
        {
            var answer = await signing;
            Assert.That((int)answer.Status, Is.LessThan(500), answer.Body?.ToJsonString());
            Assert.That(answer.Status, Is.Not.EqualTo(HttpStatusCode.Unauthorized), "who acts has signed in properly");
            if (answer.Status == HttpStatusCode.Created) return;
            Interlocked.Increment(ref _refused);
            _codes.AddOrUpdate(answer.Code ?? $"{answer.Status}", 1, (_, n) => n + 1);
        }

        private async Task Ask()
        {
            var (byDoctor, child) = (Mostly(0.5), Mostly(0.2));
            var urgency = Any<Urgency>(Urgency.Routine, Urgency.Routine, Urgency.Urgent, Urgency.Stat);
            var asker = _askers[byDoctor ? "mo-verma" : "cho-sunita"];
            var content = Some.Content() with
            {
                Urgency = urgency,
                AccompaniedBy = child ? new AccompanyingAdult { Name = "Ram Lal", Relation = "father", Phone = "9418012345" } : null,
            };
            var id = await asker.Request(content, child ? Some.Child() with { BirthDate = Some.Today.AddYears(-7) } : null);
            var asked = new Asked(id, byDoctor, child, urgency);
            _asked.Add(asked);
            _touched.Add(asked);
            await Collect(asked);
        }

        /// <summary>What was newly sent about a consult: mostly it arrives, sometimes only a later replay brings it.</summary>
        private async Task Collect(Asked asked)
        {
            var known = asked.Letters.Select(l => Convert.ToHexString(SHA256.HashData(l.Body))).ToHashSet();
            var fresh = (await _spoke.Sent(asked.Id)).Select(l => (ToHub: true, l.Body)).Concat((await _hub.Sent(asked.Id)).Select(l => (ToHub: false, l.Body)))
                .Where(l => !known.Contains(Convert.ToHexString(SHA256.HashData(l.Body)))).ToArray();
            asked.Letters.AddRange(fresh);
            foreach (var (toHub, body) in fresh)
                if (Mostly(0.9)) await Deliver(toHub, body);
        }

        private Task<string?> Deliver(bool toHub, byte[] body) => OneAtATime(() => toHub ? _hub.Deliver(body) : _spoke.Deliver(body));

        // A service's answers to what is delivered wait at one desk: each deliverer takes its own. The calls of people go on meanwhile.
        private async Task<string?> OneAtATime(Func<Task<string?>> deliver)
        {
            await _post.WaitAsync();
            try
            {
                return await deliver();
            }
            finally
            {
                _post.Release();
            }
        }

        // What somebody sends who has the broker, a stranger's key, or even the hub's: none of it may be shown.
        private Func<Task> Forgery(Asked on)
        {
            var (kind, doctor, foreign) = (_random.Next(5), Any("dr-thakur", "dr-negi"), Any(_asked));
            var medicines = JsonSerializer.Deserialize<MedicineLine[]>(Advice(on, "1")["medicines"], Wire.Json)!;
            return async () =>
            {
                var request = await _spoke.Asked(kind == 3 ? foreign.Id : on.Id);
                using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                using var doctors = TestDirectory.KeyOf(doctor);
                var certificate = TestDirectory.Demo.Practitioner(doctor)!.Certificate!;
                var note = TestProgramme.Note() with
                {
                    ConsultId = request.ConsultId,
                    Number = request.Number,
                    Version = 9,
                    Patient = request.Patient!,
                    Requester = new Requester { Name = "Somebody", Role = on.ByDoctor ? "mo" : "cho", PractitionerCode = on.ByDoctor ? "mo-verma" : null, Register = on.ByDoctor ? PractitionerRegister.Nmc : null },
                    Urgency = request.Urgency,
                    Signer = TestDirectory.CertificateOf(doctor).Practitioner,
                    SignedAt = _spoke.Clock.GetUtcNow(),
                    // An unlawful line whoever signs it, and however: prohibited.
                    Medicines = [.. medicines, Some.Medicine() with { Name = "tramadol" }],
                };
                var document = kind switch
                {
                    0 => SignedAdvice.Sign(note, certificate, Jws.KeyId(doctors), stranger),                                   // a stranger under the doctor's name
                    1 => SignedAdvice.Sign(note, certificate, Jws.KeyId(doctors), doctors),                                    // the doctor's own key, round the hub
                    2 => SignedAdvice.Sign(note with { Mode = ConsultMode.InPerson, Medicines = medicines }, certificate, Jws.KeyId(doctors), doctors),
                    3 when foreign.Id != on.Id => SignedAdvice.Sign(note with { Medicines = [] }, certificate, Jws.KeyId(doctors), doctors),   // of another consult
                    _ => Spoilt(on) ?? SignedAdvice.Sign(note with { Signer = note.Signer with { Name = "Dr Somebody" } }, certificate, Jws.KeyId(doctors), doctors),
                };
                var message = new AdviceGiven { AdviceVersion = 9, Document = document, At = note.SignedAt };
                var refusal = await OneAtATime(() => _spoke.Deliver(AdviceGiven.WireName, message, on.Id, version: 90));
                Assert.That(refusal, Is.Not.Null, $"forgery {kind} was taken");
                Interlocked.Increment(ref _forged);
            };
        }

        // True advice with one letter changed.
        private static string? Spoilt(Asked on)
        {
            foreach (var (_, body) in on.Letters)
                if (JsonSerializer.Deserialize<Envelope>(body, Wire.Json)! is { Name: AdviceGiven.WireName } envelope)
                {
                    var document = envelope.Payload.Deserialize<AdviceGiven>(Wire.Json)!.Document;
                    var at = document.LastIndexOf('.') - 40;
                    return $"{document[..at]}{(document[at] == 'A' ? 'B' : 'A')}{document[(at + 1)..]}";
                }
            return null;
        }

        /// <summary>Everything signed since, and everything shown of what was touched.</summary>
        public async Task Judge(string when)
        {
            foreach (var asked in _touched.Distinct().ToArray()) await Judge(asked, when);
        }

        public async Task JudgeAll(string when)
        {
            foreach (var asked in _asked)
            {
                foreach (var (toHub, body) in asked.Letters) await Deliver(toHub, body);
                await Judge(asked, when);
            }
        }

        private async Task Judge(Asked asked, string when)
        {
            var atHub = await _hub.Db(async db => await db.Consults.AsNoTracking().Where(c => c.ConsultId == asked.Id).SelectMany(c => c.Advice).Select(a => a.Document).ToListAsync());
            var own = await _spoke.Db(async db => await db.Requests.AsNoTracking().Where(r => r.ConsultId == asked.Id).SelectMany(r => r.Prescriptions).Select(p => p.Document).ToListAsync());
            foreach (var document in atHub)
                if (_judged.Add(document))
                {
                    Signed++;
                    MustBeLawful(document, "advice", asked, when);
                }
            foreach (var document in own)
                if (_judged.Add(document))
                {
                    OwnSigned++;
                    MustBeLawful(document, "prescription", asked, when);
                }

            var reader = _askers[asked.ByDoctor ? "mo-verma" : "cho-sunita"];
            var slip = await reader.Get($"/api/consults/{asked.Id}/prescription");
            if (slip.Status == HttpStatusCode.NotFound) return;
            var shown = (string)slip.Must(HttpStatusCode.OK)["document"]!;
            Assert.That(atHub.Concat(own), Does.Contain(shown), $"{when}: what is shown was never signed here");
            _shown.Add(shown);
            var note = Read(shown);
            Assert.That(Written(slip["note"].Deserialize<AdviceNote>(Wire.Json)!), Is.EqualTo(Written(note)), $"{when}: what is shown is what was signed");
            var view = (await reader.Get($"/api/consults/{asked.Id}")).Must(HttpStatusCode.OK).Body!["advice"];
            if (view is not null)
                Assert.That(Guideline.Forbids(view.Deserialize<AdviceNote>(Wire.Json)!, FactsOf(asked), own: false), Is.Null, $"{when}: shown on the page");
            if ((string?)slip.Body!["code"] is { } code)
                Assert.That(SignedSlip.Check(code, kid => CertificatesOf(note.Signer.PractitionerCode, kid)).Core!.AdviceHash, Is.EqualTo(SignedAdvice.HashOf(shown)), $"{when}: the slip's code");
        }

        private static void MustBeLawful(string document, string typ, Asked asked, string when)
        {
            var note = Read(document);
            var certificate = TestDirectory.CertificateOf(note.Signer.PractitionerCode);
            using var key = Jws.PublicKey(certificate.PublicKey);
            Assert.That(Jws.Verify(document, typ, key), Is.Not.Null, $"{when}: the signature");
            Assert.That(note.Signer, Is.EqualTo(certificate.Practitioner), $"{when}: the signer");
            Assert.That(certificate.ValidUntil, Is.GreaterThanOrEqualTo(DateOnly.FromDateTime(note.SignedAt.UtcDateTime)), $"{when}: the certificate");
            Assert.That(Guideline.Forbids(note, FactsOf(asked), own: typ == "prescription"), Is.Null, $"{when}: {string.Join(", ", note.Medicines.Select(m => m.Name))}");
        }

        private static IEnumerable<PractitionerCertificate> CertificatesOf(string doctor, string kid)
        {
            using var key = TestDirectory.KeyOf(doctor);
            return Jws.KeyId(key) == kid ? [TestDirectory.CertificateOf(doctor)] : [];
        }

        private static Guideline.Facts FactsOf(Asked asked) => new(asked.Id, asked.ByDoctor ? "mo-verma" : null, asked.Child, asked.Urgency);

        private static AdviceNote Read(string document) =>
            JsonSerializer.Deserialize<AdviceNote>(System.Buffers.Text.Base64Url.DecodeFromChars(document.Split('.')[1]), Wire.Json)!;

        private static string Written(AdviceNote note) => JsonSerializer.Serialize(note, Wire.Json);

        private JsonObject Advice(Asked on, string token)
        {
            var now = _hub.Clock.GetUtcNow();
            var lawful = Mostly(0.5);
            var body = Some.AdviceBody(token);
            body["mode"] = Any("text", "text", "audio", "video", "video", "in-person");
            if (lawful && (string?)body["mode"] == "in-person") body["mode"] = "text";
            if (lawful && on.Urgency == Urgency.Stat) body["referral"] = Node(new ReferralAdvice { Place = "Civil Hospital Theog" });
            if (Mostly(0.6))
                body["video"] = Node(TestProgramme.Video() with { At = now.AddHours(-Any(0.1, 0.1, 5, 30)), PatientConsented = Mostly(0.9), DoctorConsented = Mostly(0.9), ChoPresent = Mostly(0.9) });
            if (!lawful && Mostly(0.6))
            {
                body["followUpConsult"] = Mostly(0.8);
                body["inPerson"] = Node(TestProgramme.InPerson() with { On = Some.Today.AddDays(-Any(1, 30, 100, 400)), PractitionerCode = Any("dr-thakur", "dr-thakur", "dr-negi"), SameCondition = Mostly(0.9) });
            }
            if (!lawful && Mostly(0.5)) body["referral"] = Node(new ReferralAdvice { Place = "Civil Hospital Theog" });
            if (!lawful && Mostly(0.2)) body["diagnoses"] = new JsonArray();
            body["medicines"] = Node(Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Line(lawful ? on.Urgency == Urgency.Stat && !on.ByDoctor ? 'E' : 'O' : null)).ToArray());
            return body;
        }

        private JsonObject Own(Asked on) => new()
        {
            ["patientSeen"] = Mostly(0.9),
            ["diagnoses"] = Node(Mostly(0.9) ? [Some.Diagnosis()] : Array.Empty<Diagnosis>()),
            ["advice"] = "Rest.",
            ["medicines"] = Node(Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Line(Mostly(0.6) ? 'A' : null) with { Frequency = "TDS", DurationDays = 3 }).ToArray()),
        };

        private MedicineLine Line(char? list)
        {
            var name = Any(Guideline.Vocabulary.Where(v => list is null || v.Value == list).Select(v => v.Key).Order(StringComparer.Ordinal).ToArray());
            var now = list == 'E' || (list is null && Mostly(0.2));
            return Some.Medicine() with
            {
                Name = name,
                Immediate = now ? true : null,
                Frequency = now ? "STAT" : "TDS",
                DurationDays = now ? null : 5,
                Continues = list is null ? Any<string?>(null, name, "metformin", "amlodipine", "paracetamol") : null,
                AddOnTo = list is null ? Any<string?>(null, null, "metformin", "amlodipine") : null,
                OffListReason = list is null ? Any<string?>(null, " ", "Nothing on the lists does it.") : null,
            };
        }

        private static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, Wire.Json)!;

        private bool Mostly(double share) => _random.NextDouble() < share;

        private T Any<T>(params T[] choices) => choices[_random.Next(choices.Length)];

        private T Any<T>(List<T> choices) => choices[_random.Next(choices.Count)];

        public async ValueTask DisposeAsync()
        {
            foreach (var client in _doctors.Values.Cast<IDisposable>().Concat(_askers.Values)) client.Dispose();
            _post.Dispose();
            await _hub.DisposeAsync();
            await _spoke.DisposeAsync();
        }
    }
}

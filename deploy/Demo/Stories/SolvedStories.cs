using Shared.Contracts.Consults;
using Shared.Contracts.Patients;

namespace Demo.Stories;

/// <summary>
/// Consults that a health worker recognises, each left at another point of its life. A third is in Hindi. Advice keeps to List O
/// and says where the rest is to be had. All people are invented; the medicine is sample text, not guidance.
/// </summary>
internal static class SolvedStories
{
    public static IReadOnlyList<(string Title, Func<Teller, CancellationToken, Task> Tell)> All { get; } =
    [
        ("Scabies in a family: advised, told, all four better", Scabies),
        ("34 weeks pregnant, 150/96 and headache: sent to hospital the same day", Antenatal),
        ("A child of two breathes fast, its mother beside it: advice has arrived, nobody was told yet", FastBreathing),
        ("Only \"दर्द\": sent back, to be asked again", OnlyPain),
        ("Chest pain, an emergency: answered at once and taken to hospital", ChestPain),
        ("A fall and a leg that bears no weight: must be seen in person", Hip),
        ("Pressure out of hand: the cardiologist asks, the medical officer measures again; the follow-up waits for the same doctor", Pressure),
        ("A baby with loose stools: medicines given out, zinc only partly; the family is told through the ASHA", Baby),
        ("Sent twice by mistake: cancelled", SentTwice),
        ("The patient prefers to go herself: withdrawn while a doctor held it", Withdrawn),
        ("Savitri Devi, fever for five days: advice waits to be read", Fever),
        ("Giddy on standing up: waits for a doctor at IGMC", Giddiness),
        ("White patches on the face: waits for a dermatologist", WhitePatches),
        ("Burning on passing urine: waits for the medical officer", Burning),
    ];

    private static async Task Scabies(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("scabies", await teller.AtShimla("cho-sunita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Gumma,
            Patient = new()
            {
                Name = "Pooja Thakur",
                RelativeName = "Ramesh Thakur",
                Age = new Age { Value = 24 },
                Sex = Sex.Female,
                Mobile = "9418000001",
                MobileOf = "husband",
                Address = Shimla("Gumma"),
            },
            Specialty = "dermatology",
            Urgency = Urgency.Routine,
            Question = "Itching at night in the whole family for three weeks. Is this scabies, and how do we treat all four of them?",
            Complaints = [Said.For("Itching, worst at night", "itching", 3, "wk")],
            Findings = Said.Findings(yes: ["worse-at-night", "others-at-home"]),
            Vitals = new() { TemperatureC = 36.9m, Pulse = 76, WeightKg = 48 },
            History = "Husband and both children (6 and 3 years) itch too. A cousin stayed with them last month and had the same.",
            Examination = "Small papules and scratch marks between the fingers, on the wrists and around the waist. No pus, no fever. Face free.",
            TreatmentGiven = "Calamine, without effect.",
            NoKnownAllergies = true,
            IsPregnant = false,
            Impression = "Scabies?",
            Consent = Said.Consent("cho-sunita"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("dr-negi", ct));
        await held.Advise(new Opinion
        {
            Code = "B86",
            Diagnosis = "Scabies, family of four",
            Advice = "This is scabies. All four are treated on the same evening, also who does not itch. Permethrin 5 % cream is not on the list for advice by text: " +
                "PHC Kotkhai has it and gives it out on this referral. From the neck down to the toes, under the nails too, overnight; again after 7 days. " +
                "Wash clothes and bedding hot or keep them in a closed bag for 3 days. The itching goes on for 2 to 4 weeks; that is not a failure.",
            Referral = new() { Place = "PHC Kotkhai", Priority = "routine", Reason = "Permethrin 5 % cream for four people; weigh the children first" },
            FollowUp = new() { Text = "After two weeks, at the centre" },
            SafetyNet = ["Pus, fever or swelling of the hands"],
        });
        await consult.Read();
        await consult.Told(HowTold.InPerson);
        await consult.EndedWith(Outcome.Improved, "All four treated twice, nobody wakes at night any more.");
    }

    private static async Task Antenatal(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("antenatal", await teller.AtShimla("cho-sunita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Ratnari,
            Patient = new()
            {
                Name = "रीना देवी",
                RelativeName = "सुरेश कुमार",
                Age = new Age { Value = 23 },
                Sex = Sex.Female,
                Mobile = "9418000002",
                MobileOf = "पति",
                AshaName = "गीता देवी",
                AshaMobile = "9418000102",
                Address = Shimla("रत्नाड़ी"),
            },
            Specialty = "obs-gynae",
            Urgency = Urgency.Urgent,
            Question = "34 हफ़्ते की गर्भवती, बीपी 150/96 और सिरदर्द है। क्या आज ही अस्पताल भेजें?",
            Complaints = [Said.For("सिरदर्द", "headache", 1, "d"), Said.For("पैरों में सूजन", "swelling-of-the-feet", 5, "d")],
            Findings = Said.Findings(no: ["worst-headache", "vision-or-vomiting", "stiff-neck", "breathless-lying", "one-leg"]),
            NoKnownAllergies = true,
            Vitals = new() { Systolic = 150, Diastolic = 96, Pulse = 88, TemperatureC = 36.8m, Spo2 = 98, RespiratoryRate = 18, OnOxygen = false, Consciousness = Consciousness.Alert, WeightKg = 61, HaemoglobinGDl = 10.4m, DangerSigns = [] },
            History = "पहली गर्भावस्था। पिछली जाँच (30 हफ़्ते) में बीपी 118/74 था। धुँधला दिखना या पेट के ऊपर दर्द नहीं।",
            Examination = "दोनों पैरों में सूजन, चेहरे पर हल्की। शिशु की धड़कन 142।",
            CurrentMedicines = ["iron + folic acid"],
            Pregnancy = new() { GestationWeeks = 34, Gravida = 1, Para = 0 },
            PointOfCareTests = [new() { Test = "urine-albumin", Value = "++" }],
            Consent = Said.Consent("cho-sunita"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("dr-sood", ct));
        await held.Advise(new Opinion
        {
            Code = "O14.9",
            Diagnosis = "Pre-eclampsia, 34 weeks",
            Advice = "बीपी 150/96, सिरदर्द और पेशाब में प्रोटीन: इसे प्री-एक्लेम्प्सिया मानकर आज ही सिविल अस्पताल ठियोग भेजें, कल तक न रुकें। " +
                "102 या 108 बुलाएँ, साथ में परिवार का एक सदस्य और जच्चा-बच्चा कार्ड। रास्ते में बाईं करवट लिटाएँ, हर 15 मिनट पर बीपी देखें। " +
                "अस्पताल को फ़ोन कर दिया जाए कि मरीज़ आ रही है।",
            Tests = ["Complete blood count with platelets", "Liver and kidney function", "Ultrasound for growth"],
            Referral = new() { Place = "Civil Hospital Theog", Priority = "today", Transport = "102 / 108", Reason = "Pre-eclampsia at 34 weeks: admission, pressure control, steroid decision" },
            SafetyNet = ["दौरा, धुँधला दिखना, पेट में तेज़ दर्द, खून आना: तुरंत 108", "बीपी 160/110 या ऊपर: आपातकाल"],
        });
        await consult.Read();
        await consult.Told(HowTold.InPerson);
    }

    private static async Task FastBreathing(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("fast-breathing", await teller.AtShimla("cho-anita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Kandru,
            Patient = new()
            {
                Name = "आरव",
                RelativeName = "विनोद कुमार",
                Age = new Age { Value = 24, Unit = AgeUnit.Months },
                Sex = Sex.Male,
                Mobile = "9418000003",
                MobileOf = "माँ",
                AshaName = "कमला देवी",
                AshaMobile = "9418000103",
                Address = Shimla("कंडरू"),
            },
            AccompaniedBy = new() { Name = "सुमन देवी", Relation = "माँ", Phone = "9418000003" },
            Specialty = "paediatrics",
            Urgency = Urgency.Urgent,
            Question = "दो साल का बच्चा, साँस 52 प्रति मिनट, पसली नहीं चल रही। क्या यहाँ इलाज हो सकता है या भेजना है?",
            Complaints = [Said.For("तेज़ साँस", "breathlessness", 1, "d"), Said.For("खाँसी और बुखार", "cough", 3, "d")],
            Findings = Said.Findings(no: ["breathless-at-rest", "breathless-lying", "blood-in-sputum", "evening-fever-weight-loss"]),
            NoKnownAllergies = true,
            Vitals = new() { Pulse = 132, TemperatureC = 38.6m, Spo2 = 95, RespiratoryRate = 52, Consciousness = Consciousness.Alert, OnOxygen = false, WeightKg = 11, MuacCm = 14.5m, Systolic = 92, Diastolic = 58, DangerSigns = [] },
            History = "दूध पी रहा है, उल्टी नहीं, दौरा नहीं। टीके पूरे हैं।",
            Examination = "पसली नहीं धँस रही, घरघराहट नहीं, होंठ गुलाबी, चंचल है।",
            TreatmentGiven = "पैरासिटामोल की एक खुराक सुबह।",
            Consent = Said.Consent("cho-anita"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("dr-chauhan", ct));
        await held.Advise(new Opinion
        {
            Code = "J18.9",
            Diagnosis = "Pneumonia without danger signs",
            Advice = "उम्र के हिसाब से साँस तेज़ है, ख़तरे का निशान नहीं: निमोनिया मानें। एंटीबायोटिक इस सूची से नहीं दी जा सकती, " +
                "इसलिए आज ही PHC कोटखाई भेजें; वहाँ डॉक्टर देखकर पहली खुराक देंगे। माँ का दूध और तरल चीज़ें बार-बार दें, गर्म रखें। दो दिन बाद दोबारा देखें।",
            Medicines =
            [
                new()
                {
                    Name = "paracetamol", Form = "syrup", Strength = "125 mg/5 ml", Dose = "6 ml", Frequency = "Q6H", DurationDays = 3, Quantity = 1,
                    Instructions = "केवल बुखार 38.5 °C से ऊपर होने पर, दिन में चार बार से ज़्यादा नहीं",
                },
            ],
            Referral = new() { Place = "PHC Kotkhai", Priority = "today", Reason = "Antibiotic for pneumonia under IMNCI, chest examination" },
            FollowUp = new() { Text = "दो दिन बाद" },
            SafetyNet = ["पसली धँसना, दूध न पीना, सुस्ती, नीलापन, दौरा: तुरंत 108"],
        });
    }

    private static async Task OnlyPain(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("only-pain", await teller.AtShimla("cho-anita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Deha,
            Patient = new()
            {
                Name = "मोहन लाल",
                RelativeName = "दुर्गा राम",
                Age = new Age { Value = 45, Estimated = true },
                Sex = Sex.Male,
                Mobile = "9418000004",
                MobileOf = "self",
                Address = Shimla("देहा"),
            },
            Specialty = "general-consult",
            Urgency = Urgency.Routine,
            Question = "दर्द है, क्या करें?",
            Complaints = [new() { Text = "दर्द" }],
            Consent = Said.Consent("cho-anita"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("mo-verma", ct));
        await held.Return("incomplete", "दर्द कहाँ है, कब से, कितना तेज़? बुखार, चोट या साँस की तकलीफ़? बीपी, नाड़ी और तापमान भी लिखकर दोबारा भेजें। छाती में दर्द हो तो आपातकाल चुनें।");
    }

    private static async Task ChestPain(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("chest-pain", await teller.AtShimla("cho-sunita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Gumma,
            Patient = new()
            {
                Name = "Roshan Lal",
                RelativeName = "Devi Ram",
                Age = new Age { Value = 58 },
                Sex = Sex.Male,
                Mobile = "9418000005",
                MobileOf = "son",
                Address = Shimla("Gumma"),
            },
            Specialty = "general-medicine",
            Urgency = Urgency.Stat,
            Question = "Chest pain for 40 minutes with sweating. 108 is called. What do we do until it comes?",
            Complaints = [new() { Text = "Chest pain going to the left arm", Code = "chest-pain", Duration = new Duration { Value = 1, Unit = "h" } }],
            Vitals = new() { Systolic = 138, Diastolic = 84, Pulse = 104, Spo2 = 91, RespiratoryRate = 24, TemperatureC = 36.6m, Consciousness = Consciousness.Alert, OnOxygen = false, DangerSigns = [] },
            Findings = Said.Findings(yes: ["pain-sudden", "pain-spreads", "sweating"]),
            History = "Smoker, high blood pressure for six years.",
            NoKnownAllergies = true,
            Examination = "Sweating, anxious, hands cold.",
            CurrentMedicines = ["amlodipine 5 mg"],
            Consent = Said.Consent("cho-sunita"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("dr-thakur", ct));
        await held.Advise(new Opinion
        {
            Code = "I24.9",
            Diagnosis = "Acute coronary syndrome",
            Advice = "Heart attack until proven otherwise: 108 now, straight to IGMC casualty, which is told. Let him sit, no walking, loosen clothes. " +
                "Oxygen, as SpO2 is below 94 %. Somebody stays with him; have the defibrillator or bag and mask ready. Note the time of onset on the slip.",
            Referral = new() { Place = "IGMC Shimla, casualty", Priority = "emergency", Transport = "108", Reason = "Acute coronary syndrome, onset 40 minutes before" },
            SafetyNet = ["No pulse or not breathing: start chest compressions and tell 108"],
        });
        await consult.Read();
        await consult.Told(HowTold.InPerson);
        await consult.EndedWith(Outcome.Referred, "Ambulance left after 25 minutes, son went with him.");
    }

    private static async Task Hip(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("hip", await teller.AtKangra("cho-ramesh", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Sunehar,
            Patient = new()
            {
                Name = "शकुंतला देवी",
                RelativeName = "स्व. जगत राम",
                Age = new Age { Value = 71 },
                Sex = Sex.Female,
                Mobile = "9418000006",
                MobileOf = "बेटा",
                Address = Kangra("सुनेहड़", "नगरोटा बगवां"),
            },
            Specialty = "orthopaedics",
            Urgency = Urgency.Urgent,
            Question = "कल गिरने के बाद दाएँ पैर पर खड़ी नहीं हो पा रहीं। क्या घर पर आराम काफ़ी है?",
            Complaints = [Said.For("दाएँ कूल्हे में दर्द, वज़न नहीं डाल पातीं", "injury", 1, "d")],
            Findings = Said.Findings(no: ["bleeding-now"]),
            Vitals = new() { Systolic = 142, Diastolic = 80, Pulse = 92, TemperatureC = 36.7m, Spo2 = 96, RespiratoryRate = 18, Consciousness = Consciousness.Alert, OnOxygen = false, Pain = 2 },
            History = "कल शाम आँगन में फिसलकर गिरीं। बेहोश नहीं हुईं।",
            NoKnownAllergies = true,
            Examination = "दायाँ पैर बाहर की ओर मुड़ा और थोड़ा छोटा लगता है। पैर की उँगलियाँ गर्म, हिला पा रही हैं।",
            Consent = Said.Consent("cho-ramesh"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("dr-jaswal", ct));
        await held.Return("needs-in-person", "कूल्हे की हड्डी टूटने की आशंका है, बिना एक्स-रे के सलाह नहीं दी जा सकती। हिलाएँ नहीं, दोनों पैर तकिये के साथ बाँधकर 108 से क्षेत्रीय अस्पताल धर्मशाला भेजें।");
    }

    private static async Task Pressure(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("pressure", await teller.AtShimla("mo-verma", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Kotkhai,
            Patient = new()
            {
                Name = "Hari Singh",
                RelativeName = "Kanshi Ram",
                BirthDate = new DateOnly(1959, 2, 11),
                Sex = Sex.Male,
                Mobile = "9418000007",
                MobileOf = "self",
                Address = Shimla("Kotkhai"),
            },
            Specialty = "cardiology",
            Urgency = Urgency.Urgent,
            Question = "172/104 on two medicines at full dose. Which third one, and what should I rule out first?",
            Complaints = [Said.For("High blood pressure on treatment", "high-blood-pressure", 8, "mo")],
            Findings = Said.Findings(yes: ["medicines-regular"]),
            Vitals = new()
            {
                Systolic = 172,
                Diastolic = 104,
                Pulse = 82,
                TemperatureC = 36.7m,
                Spo2 = 97,
                RespiratoryRate = 16,
                Consciousness = Consciousness.Alert,
                OnOxygen = false,
                WeightKg = 74,
                HeightCm = 168,
            },
            History = "Amlodipine 10 mg and telmisartan 80 mg, taken regularly by his account. No chest pain, no breathlessness.",
            NoKnownAllergies = true,
            CurrentMedicines = ["amlodipine 10 mg", "telmisartan 80 mg"],
            Consent = Said.Consent("mo-verma"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("dr-bhatia", ct));
        await held.Ask("Please measure again after ten minutes of rest, in both arms. Does he take painkillers, and what does the dipstick say?");
        await consult.Supply(
            "After rest 158/96 right, 156/94 left. Takes diclofenac from the shop for his back, nearly every day for two months. Dipstick: no protein, no blood.",
            new Vitals { Systolic = 158, Diastolic = 96, Pulse = 78 });
        await held.Answered();
        await held.Advise(new Opinion
        {
            Code = "I10",
            Diagnosis = "Essential hypertension, raised by a painkiller",
            Advice = "To the treating doctor: stop diclofenac first, it raises the pressure and blunts telmisartan. Paracetamol for the back. Salt below 5 g a day. " +
                "Measure weekly; if it is still above 140/90 after four weeks, add a thiazide-like diuretic with potassium checked before and after.",
            Medicines =
            [
                new()
                {
                    Name = "paracetamol", Form = "tablet", Strength = "500 mg", Dose = "1 tablet", Frequency = "SOS", Timing = "after-food", DurationDays = 7, Quantity = 14,
                    Instructions = "At most 4 in a day, instead of diclofenac",
                },
            ],
            Tests = ["Creatinine and potassium", "ECG"],
            FollowUp = new() { Text = "After four weeks, with the weekly readings" },
            SafetyNet = ["Chest pain, breathlessness, weakness of one side or 180/110: casualty"],
        });
        await consult.Read();
        await consult.Told(HowTold.InPerson);

        // He comes back; the request goes on from the first and is offered to the same doctor.
        var again = await Consult.Ask("pressure-again", await teller.AtShimla("mo-verma", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Kotkhai,
            PatientId = await consult.Patient(),
            FollowsUp = consult.Id,
            Specialty = "cardiology",
            Urgency = Urgency.Routine,
            Question = "Four weeks without diclofenac, readings between 142/90 and 148/92. Shall I add the diuretic now?",
            Complaints = [Said.For("High blood pressure on treatment", "high-blood-pressure", 9, "mo")],
            Findings = Said.Findings(yes: ["medicines-regular"]),
            Vitals = new()
            {
                Systolic = 146,
                Diastolic = 92,
                Pulse = 76,
                TemperatureC = 36.8m,
                Spo2 = 98,
                RespiratoryRate = 16,
                Consciousness = Consciousness.Alert,
                OnOxygen = false,
                WeightKg = 73,
            },
            History = "Back is better with paracetamol and exercises. Takes both medicines every morning. Creatinine 1.0, potassium 4.4 last week.",
            NoKnownAllergies = true,
            CurrentMedicines = ["amlodipine 10 mg", "telmisartan 80 mg"],
            Consent = Said.Consent("mo-verma"),
        }, ct);
        await again.Arrived();
    }

    private static async Task Baby(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("baby", await teller.AtKangra("cho-meena", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Jadrangal,
            Patient = new()
            {
                Name = "कमला की बच्ची",
                RelativeName = "कमला देवी",
                Age = new Age { Value = 8, Unit = AgeUnit.Months },
                Sex = Sex.Female,
                OtherContact = "आशा सरोज देवी",
                AshaName = "सरोज देवी",
                AshaMobile = "9418000108",
                Address = Kangra("जदरांगल", "नगरोटा बगवां"),
            },
            AccompaniedBy = new() { Name = "कमला देवी", Relation = "माँ" },
            Specialty = "general-consult",
            Urgency = Urgency.Routine,
            Question = "आठ महीने की बच्ची, दो दिन से पतले दस्त। ओ.आर.एस. के साथ और क्या दें?",
            Complaints = [Said.For("पतले दस्त, दिन में छह बार", "loose-motions", 2, "d")],
            Findings = Said.Findings(yes: ["passing-urine"], no: ["blood-in-stool"]),
            NoKnownAllergies = true,
            Vitals = new() { Pulse = 124, TemperatureC = 37.4m, RespiratoryRate = 34, Spo2 = 98, WeightKg = 7.6m, MuacCm = 13.8m, Consciousness = Consciousness.Alert, OnOxygen = false, DangerSigns = [] },
            History = "उल्टी नहीं, दस्त में खून नहीं। माँ का दूध पीती है।",
            Examination = "आँखें धँसी नहीं, चुटकी तुरंत लौटती है, प्यासी नहीं: निर्जलीकरण नहीं।",
            TreatmentGiven = "ओ.आर.एस. शुरू किया।",
            Consent = Said.Consent("cho-meena"),
        }, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("mo-verma", ct));
        await held.Advise(new Opinion
        {
            Code = "A09",
            Diagnosis = "Acute diarrhoea, no dehydration",
            Advice = "निर्जलीकरण नहीं है, घर पर इलाज हो सकता है। हर दस्त के बाद ओ.आर.एस., ज़िंक 14 दिन तक पूरा दें, दस्त रुकने पर भी। माँ का दूध और नरम खाना जारी रखें। एंटीबायोटिक की ज़रूरत नहीं।",
            Medicines =
            [
                new()
                {
                    Name = "oral rehydration salts", Form = "sachet", Strength = "WHO 20.5 g / 1 L", Dose = "50-100 ml", Frequency = "SOS", DurationDays = 3, Quantity = 3,
                    Instructions = "हर दस्त के बाद, चम्मच से; एक पैकेट एक लीटर उबले ठंडे पानी में, 24 घंटे में ख़त्म करें",
                },
                new()
                {
                    Name = "zinc sulphate", Form = "dispersible tablet", Strength = "20 mg", Dose = "1 tablet", Frequency = "OD", DurationDays = 14, Quantity = 14,
                    Instructions = "एक चम्मच पानी या माँ के दूध में घोलकर",
                },
            ],
            FollowUp = new() { Text = "दो दिन बाद आशा घर जाकर देखें" },
            SafetyNet = ["दस्त में खून, तेज़ बुखार, दूध न पीना, सुस्ती, पेशाब बंद"],
        });
        await consult.Read();
        await consult.Dispensed((1, DispenseResult.Given, null), (2, DispenseResult.Partly, 10));
        await consult.Told(HowTold.ThroughAsha);   // she telephoned the ASHA, who went to the house: the family has no phone
        await consult.EndedWith(Outcome.Improved, "तीसरे दिन दस्त बंद, ज़िंक जारी।");
    }

    private static async Task SentTwice(Teller teller, CancellationToken ct)
    {
        var consult = await AskAboutSavitriDevi("sent-twice", teller, ct);
        await consult.Arrived();
        await consult.CancelledBecause("Sent twice by mistake");
    }

    private static async Task Withdrawn(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("withdrawn", await teller.AtKangra("cho-ramesh", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Chari,
            Patient = new()
            {
                Name = "Veena Kumari",
                RelativeName = "Sanjeev Kumar",
                Age = new Age { Value = 39 },
                Sex = Sex.Female,
                Mobile = "9418000010",
                MobileOf = "self",
                Address = Kangra("Chari", "Shahpur"),
            },
            Specialty = "general-medicine",
            Urgency = Urgency.Routine,
            Question = "Tired for two months, haemoglobin 9.8. Which tests before we start iron?",
            Complaints = [Said.For("Tiredness", "weakness", 2, "mo")],
            Findings = Said.Findings(no: ["one-sided"]),
            Vitals = new() { Systolic = 112, Diastolic = 72, Pulse = 88, HaemoglobinGDl = 9.8m, GlucoseMgDl = 104, WeightKg = 51, TemperatureC = 36.7m, Spo2 = 98, RespiratoryRate = 16, Consciousness = Consciousness.Alert, OnOxygen = false },
            History = "Heavy monthly bleeding for half a year, no other illness.",
            NoKnownAllergies = true,
            IsPregnant = false,
            Consent = Said.Consent("cho-ramesh"),
        }, ct);
        await consult.AcceptedBy(await teller.AtHub("dr-katoch", ct));
        await consult.CancelledBecause("The patient withdraws: she goes to Tanda herself tomorrow");
    }

    private static async Task Fever(Teller teller, CancellationToken ct)
    {
        var consult = await AskAboutSavitriDevi("fever", teller, ct);
        var held = await consult.AcceptedBy(await teller.AtHub("mo-verma", ct));
        await held.Advise(new Opinion
        {
            Code = "R50.9",
            Diagnosis = "Fever, unspecified",
            Advice = "Fluids 2 to 3 litres a day, tepid sponging above 39 °C. Repeat the malaria test tomorrow morning. If the fever goes on after 3 days, send her to PHC Kotkhai for blood counts.",
            Medicines =
            [
                new()
                {
                    Name = "paracetamol", Form = "tablet", Strength = "500 mg", Dose = "1 tablet", Frequency = "TDS", Timing = "after-food", DurationDays = 3, Quantity = 9,
                    Instructions = "",
                },
                new()
                {
                    Name = "oral rehydration salts", Form = "sachet", Strength = "WHO 20.5 g / 1 L", Dose = "1 glass", Frequency = "SOS", DurationDays = 3, Quantity = 3,
                    Instructions = "One sachet in a litre of boiled, cooled water",
                },
            ],
            Tests = ["Malaria rapid test, repeated", "Haemoglobin"],
            FollowUp = new() { Text = "After three days" },
            SafetyNet = ["Bleeding, breathlessness, drowsiness or vomiting everything"],
        });
    }

    private static async Task Giddiness(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("giddiness", await teller.AtShimla("cho-sunita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Ratnari,
            Patient = new()
            {
                Name = "Tenzin Dolma",
                RelativeName = "Sonam Dorje",
                Age = new Age { Value = 66 },
                Sex = Sex.Female,
                Mobile = "9418000012",
                MobileOf = "daughter",
                Address = Shimla("Ratnari"),
            },
            Specialty = "general-medicine",
            Urgency = Urgency.Urgent,
            Question = "Giddy on standing up since a new pressure tablet a week ago. Should the dose be halved?",
            Complaints = [Said.For("Giddiness on standing up", "dizziness", 6, "d")],
            Findings = Said.Findings(no: ["fainted", "one-sided"]),
            Vitals = new()
            {
                Systolic = 108,
                Diastolic = 66,
                Pulse = 74,
                TemperatureC = 36.6m,
                Spo2 = 97,
                RespiratoryRate = 16,
                Consciousness = Consciousness.Alert,
                OnOxygen = false,
                GlucoseMgDl = 112,
                WeightKg = 54,
            },
            History = "High blood pressure for nine years. The second tablet was added a week ago.",
            NoKnownAllergies = true,
            Examination = "Lying 128/76, standing 108/66 after three minutes. No weakness, speech clear.",
            CurrentMedicines = ["telmisartan 40 mg", "hydrochlorothiazide 25 mg (new)"],
            Consent = Said.Consent("cho-sunita"),
        }, ct);
        await consult.Arrived();
    }

    private static async Task WhitePatches(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("white-patches", await teller.AtShimla("cho-anita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Kandru,
            Patient = new()
            {
                Name = "Ishan",
                RelativeName = "Prem Singh",
                Age = new Age { Value = 9 },
                Sex = Sex.Male,
                Mobile = "9418000013",
                MobileOf = "father",
                Address = Shimla("Kandru"),
            },
            AccompaniedBy = new() { Name = "Prem Singh", Relation = "father", Phone = "9418000013" },
            Specialty = "dermatology",
            Urgency = Urgency.Routine,
            Question = "Pale patches on both cheeks for two months, feeling is normal. Is this harmless?",
            Complaints = [Said.For("Pale patches on the cheeks", "rash", 2, "mo")],
            Findings = Said.Findings(no: ["itching", "others-at-home"]),
            History = "No other illness, eats well, plays outdoors.",
            NoKnownAllergies = true,
            Vitals = new() { TemperatureC = 36.7m, WeightKg = 24 },
            Examination = "Three ill-defined pale patches with fine scales, touch and temperature felt on all of them, no thickened nerve.",
            Consent = Said.Consent("cho-anita"),
        }, ct);
        await consult.Arrived();
    }

    private static async Task Burning(Teller teller, CancellationToken ct)
    {
        var consult = await Consult.Ask("burning", await teller.AtShimla("cho-anita", ct), new NewConsult
        {
            Spoke = HimachalPradesh.Deha,
            Patient = new()
            {
                Name = "Anju Devi",
                RelativeName = "Rakesh Verma",
                Age = new Age { Value = 31 },
                Sex = Sex.Female,
                Mobile = "9418000014",
                MobileOf = "self",
                Address = Shimla("Deha"),
            },
            Specialty = "general-consult",
            Urgency = Urgency.Routine,
            Question = "Burning on passing urine for two days, no fever, not pregnant. Can she be treated here?",
            Complaints = [Said.For("Burning on passing urine", "burning-urination", 2, "d")],
            Findings = Said.Findings(no: ["flank-pain", "blood-in-urine"]),
            Vitals = new()
            {
                Systolic = 116,
                Diastolic = 74,
                Pulse = 80,
                TemperatureC = 37.1m,
                Spo2 = 98,
                RespiratoryRate = 16,
                Consciousness = Consciousness.Alert,
                OnOxygen = false,
            },
            History = "The first time. Married, two children.",
            NoKnownAllergies = true,
            IsPregnant = false,
            PointOfCareTests =
            [
                new() { Test = "urine-albumin", Value = "negative" }, new() { Test = "urine-sugar", Value = "negative" },
                new() { Test = "pregnancy-test", Value = "negative" },
            ],
            Consent = Said.Consent("cho-anita"),
        }, ct);
        await consult.Arrived();
    }

    private static async Task<Consult> AskAboutSavitriDevi(string story, Teller teller, CancellationToken ct)
    {
        var sunita = await teller.AtShimla("cho-sunita", ct);
        var savitri = new PatientSummary
        {
            Name = "Savitri Devi",
            RelativeName = "Ram Lal",
            BirthDate = new DateOnly(1984, 3, 2),
            Sex = Sex.Female,
            Mobile = "9418000011",
            MobileOf = "self",
            Address = Shimla("Kotkhai"),
        };
        return await Consult.Ask(story, sunita, new NewConsult
        {
            Spoke = HimachalPradesh.Gumma,
            PatientId = await Consult.Register("savitri-devi", sunita, savitri, HimachalPradesh.Gumma, ct),
            Specialty = "general-consult",
            Urgency = Urgency.Routine,
            Question = "Fever for five days, which tests and treatment?",
            Complaints = [Said.For("Fever", "fever", 5, "d")],
            Findings = Said.Findings(yes: ["chills"], no: ["rash-or-bleeding"]),
            History = "Evening chills, eats little, drinks well. Nobody else at home is ill.",
            NoKnownAllergies = true,
            IsPregnant = false,
            Vitals = new()
            {
                Systolic = 118,
                Diastolic = 76,
                Pulse = 96,
                TemperatureC = 38.6m,
                Spo2 = 97,
                RespiratoryRate = 18,
                Consciousness = Consciousness.Alert,
                OnOxygen = false,
                WeightKg = 52,
                DangerSigns = [],
            },
            CurrentMedicines = ["paracetamol 500 mg"],
            PointOfCareTests = [new() { Test = "malaria-rdt", Value = "negative" }],
            Consent = Said.Consent("cho-sunita"),
        }, ct);
    }

    private static Address Shimla(string village) => new() { Village = village, Block = "Theog", District = "Shimla", State = "Himachal Pradesh" };

    private static Address Kangra(string village, string block) => new() { Village = village, Block = block, District = "Kangra", State = "Himachal Pradesh" };
}

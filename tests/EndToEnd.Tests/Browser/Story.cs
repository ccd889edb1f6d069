namespace EndToEnd.Tests.Browser;

/// <summary>What the people of one journey write, in their language.</summary>
internal sealed record Story
{
    public required string Language { get; init; }
    public required string Patient { get; init; }
    public required string Relative { get; init; }
    public required string Sex { get; init; }
    public required string Age { get; init; }
    public required string AgeUnit { get; init; }
    public required string Village { get; init; }
    public required string PhoneOf { get; init; }
    public (string Name, string Relation)? Adult { get; init; }
    public required string Complaint { get; init; }
    public required string Temperature { get; init; }
    public required string UrineAlbumin { get; init; }
    public required string History { get; init; }
    public required string Question { get; init; }
    public required string DoctorAsks { get; init; }
    public required string Answer { get; init; }
    public required string Diagnosis { get; init; }
    public required string Advice { get; init; }
    public required string Doctor { get; init; }

    public static Story English { get; } = new()
    {
        Language = "en",
        Patient = "Kamla Devi",
        Relative = "Roshan Lal",
        Sex = "female",
        Age = "34",
        AgeUnit = "years",
        Village = "Baghi",
        PhoneOf = "spouse",
        Complaint = "Fever",
        Temperature = "101.8",
        UrineAlbumin = "nil",
        History = "Fever with chills in the evening, body ache. Nobody else at home is ill.",
        Question = "Fever for four days, malaria test negative. Which tests and which treatment?",
        DoctorAsks = "Any rash or bleeding? Please count the pulse again.",
        Answer = "No rash, no bleeding. The pulse is less now.",
        Diagnosis = "Viral fever",
        Advice = "Plenty of fluids, rest, sponging with lukewarm water. Come back if the fever lasts beyond three days.",
        Doctor = "Dr Anil Thakur",
    };

    public static Story Hindi { get; } = new()
    {
        Language = "hi",
        Patient = "आरव",
        Relative = "राजेश कुमार",
        Sex = "male",
        Age = "26",
        AgeUnit = "months",
        Village = "बाघी",
        PhoneOf = "parent",
        Adult = ("सुनीता देवी", "mother"),
        Complaint = "दस्त",
        Temperature = "38.2",
        UrineAlbumin = "trace",
        History = "कल से पतले दस्त, दो बार उल्टी। पानी पी रहा है।",
        Question = "बच्चे को चार दिन से दस्त और बुखार है। घर पर क्या दें, क्या रेफ़र करें?",
        DoctorAsks = "क्या मल में खून है? कृपया नाड़ी फिर गिनें।",
        Answer = "खून नहीं है। बच्चा पानी पी रहा है, नाड़ी अब कम है।",
        Diagnosis = "बुखार के साथ दस्त",
        Advice = "बार-बार पानी और माँ का दूध दें। बच्चा सुस्त हो या पानी न पी सके तो तुरंत आएँ।",
        Doctor = "डॉ. अनिल ठाकुर",
    };
}

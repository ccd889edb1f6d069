using Shared.Contracts.Verification;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;
using ZXing.QrCode.Internal;

namespace Spoke.Api.Ui;

/// <summary>The QR code of a slip: at most version 22, with as much error correction as fits.</summary>
public static class QrCode
{
    // Letters of the document that version 22 holds at level M; the lower level L holds SlipCode.MaxLetters.
    private const int LettersAtLevelM = 927;

    /// <summary>Its modules, with the four light ones around it that a reader needs.</summary>
    /// <param name="document">The signed slip.</param>
    public static BitMatrix Of(string document) => new QRCodeWriter().encode(SlipCode.Write(document), BarcodeFormat.QR_CODE, 0, 0,
        new Dictionary<EncodeHintType, object>
        {
            [EncodeHintType.ERROR_CORRECTION] = document.Length <= LettersAtLevelM ? ErrorCorrectionLevel.M : ErrorCorrectionLevel.L,
            [EncodeHintType.QR_COMPACT] = true,   // digits as digits; without it the prefix makes all of it letters
            [EncodeHintType.MARGIN] = 4,
        });
}

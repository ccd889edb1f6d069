using System.Text;
using ZXing.Common;

namespace Shared.Hosting.Ui;

/// <summary>A QR code as one path of an SVG whose unit is a module.</summary>
public static class QrPath
{
    public static string Of(BitMatrix code)
    {
        var path = new StringBuilder();
        for (var y = 0; y < code.Height; y++)
            for (var x = 0; x < code.Width; x++)
            {
                if (!code[x, y]) continue;
                var from = x;
                while (x + 1 < code.Width && code[x + 1, y]) x++;
                path.Append(null, $"M{from} {y}h{x + 1 - from}v1H{from}z");
            }
        return path.ToString();
    }
}

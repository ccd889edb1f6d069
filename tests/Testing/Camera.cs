using SkiaSharp;

namespace Testing;

/// <summary>A phone that photographs a printed page lying on a table: turned, from an angle, in uneven light, a little out of focus.</summary>
public sealed class Camera(int seed)
{
    private const int Wide = 3000, High = 4000;   // 12 million points

    private readonly Random _random = new(seed);

    /// <summary>How the last picture was taken, for whoever looks into why it was not read.</summary>
    public string Said { get; private set; } = "";

    /// <summary>The whole page, as large as the sensor has it.</summary>
    public byte[] Whole(SKBitmap page) => Take(page, new SKRect(0, 0, page.Width, page.Height), share: Between(0.7f, 0.92f), size: 1, steps: 180);

    /// <summary>A part of the page from near, kept as small as a phone sends it.</summary>
    public byte[] Near(SKBitmap page, SKRect part) => Take(page, part, share: Between(0.5f, 0.75f), size: Between(0.4f, 0.6f), steps: 90);

    private byte[] Take(SKBitmap page, SKRect part, float share, float size, int steps)
    {
        var (width, height) = ((int)(Wide * size), (int)(High * size));
        var scale = share * Math.Min(width / part.Width, height / part.Height);
        var turn = Between(-14, 14) + (_random.Next(3) == 0 ? steps * _random.Next(1, 360 / steps) : 0);
        if (Math.Abs(turn) is > 45 and < 135 or > 225) scale *= 0.75f;   // the page lies across the sensor
        var tilt = Between(0.02f, 0.1f);
        var (blur, noise, quality, dark) = (Between(0.6f, 1.8f) * MathF.Sqrt(size), Between(4, 11), _random.Next(55, 88), Between(0.35f, 0.8f));
        Said = $"seed {seed}: {width} x {height}, turned {turn:0} degrees, tilt {tilt:0.00}, blur {blur:0.0}, noise {noise:0.0}, shade {dark:0.00}, JPEG {quality}";

        using var photograph = new SKBitmap(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(photograph))
        {
            canvas.Clear(new SKColor((byte)_random.Next(70, 150), (byte)_random.Next(60, 130), (byte)_random.Next(50, 110)));
            canvas.SetMatrix(Standing(part, scale, turn, tilt, width, height));
            using var ink = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(blur / scale, blur / scale) };
            using var image = SKImage.FromBitmap(page);
            canvas.SaveLayer(ink);
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            canvas.Restore();
            canvas.ResetMatrix();
            Shade(canvas, width, height, dark);
        }
        Grain(photograph, noise);
        using var data = photograph.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    // The part's middle in the middle of the picture, turned, and its far side further away.
    private SKMatrix Standing(SKRect part, float scale, float turn, float tilt, int width, int height)
    {
        var lens = SKMatrix.CreateIdentity();
        lens.Persp0 = Between(-tilt, tilt) * 2 / width;
        lens.Persp1 = (_random.Next(2) == 0 ? tilt : -tilt) * 2 / height;
        return SKMatrix.CreateTranslation(-part.MidX, -part.MidY)
            .PostConcat(SKMatrix.CreateScale(scale, scale))
            .PostConcat(SKMatrix.CreateRotationDegrees(turn))
            .PostConcat(lens)
            .PostConcat(SKMatrix.CreateTranslation(width / 2f + Between(-0.03f, 0.03f) * width, height / 2f + Between(-0.03f, 0.03f) * height));
    }

    // Light from one side, and somebody's shadow.
    private void Shade(SKCanvas canvas, int width, int height, float dark)
    {
        var grey = (byte)(255 * dark);
        using var side = new SKPaint
        {
            BlendMode = SKBlendMode.Multiply,
            Shader = SKShader.CreateLinearGradient(new(Between(0, width), 0), new(Between(0, width), height), [new SKColor(grey, grey, grey), new SKColor(250, 246, 235)], SKShaderTileMode.Clamp),
        };
        canvas.DrawRect(0, 0, width, height, side);
        var shadow = (byte)_random.Next(140, 215);
        using var somebody = new SKPaint
        {
            BlendMode = SKBlendMode.Multiply,
            Shader = SKShader.CreateRadialGradient(new(Between(0, width), Between(0, height)), width * Between(0.2f, 0.5f), [new SKColor(shadow, shadow, shadow), SKColors.White], SKShaderTileMode.Clamp),
        };
        canvas.DrawRect(0, 0, width, height, somebody);
    }

    private void Grain(SKBitmap photograph, float strength)
    {
        var grains = new sbyte[1 << 16];
        for (var i = 0; i < grains.Length; i++)
            grains[i] = (sbyte)Math.Clamp(strength * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()), -100, 100);
        var points = photograph.GetPixelSpan();
        var at = _random.Next(grains.Length);
        for (var i = 0; i < points.Length; i++)
        {
            if ((i & 3) == 3) continue;   // not the opacity
            if ((i & 0x3fff) == 0) at = _random.Next(grains.Length);
            points[i] = (byte)Math.Clamp(points[i] + grains[at = (at + 1) & 0xffff], 0, 255);
        }
    }

    private float Between(float least, float most) => least + (float)_random.NextDouble() * (most - least);
}

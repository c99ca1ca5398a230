using Broadcast.TestMedia;

namespace Broadcast.EndToEnd.Tests;

/// <summary>JavaScript that reads the <see cref="FrameStrip"/> of a picture.</summary>
internal static class FrameReader
{
    /// <summary>
    /// Defines <c>readFrameNumber(frame)</c>, which takes a <c>VideoFrame</c> and closes it. It copies the strip's luma only: drawing the picture on a canvas would convert the whole of
    /// it and cost as much as showing it. Answers undefined where a block is neither black nor white.
    /// </summary>
    public static readonly string Script = $$"""
        const readFrameNumber = async frame => {
          const even = length => Math.max(2, Math.floor(length) & ~1);
          const rect = { x: 0, y: 0, width: even(frame.codedWidth * {{FrameStrip.Width}} / 1280), height: even(frame.codedHeight * {{FrameStrip.Height}} / 720) };
          const bytes = new Uint8Array(frame.allocationSize({ rect }));
          const [luma] = await frame.copyTo(bytes, { rect });
          frame.close();
          const row = luma.offset + luma.stride * (rect.height >> 1);
          let number = 0;
          for (let i = 0; i < {{FrameStrip.Bits}}; i++) {
            const grey = bytes[row + Math.floor((i + 0.5) * rect.width / {{FrameStrip.Bits}})];
            if (grey > 96 && grey < 160) return;
            number = number << 1 | (grey >= 160 ? 1 : 0);
          }
          return number;
        };
        """;
}

using System.Buffers.Binary;
using Broadcast.Recorder.Fmp4;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Tests.Fmp4;

public sealed class InitSegmentTests
{
    private static readonly PictureSize Size = new(640, 360);

    /// <summary>Where the upper left and the upper right corner of the sensor's picture are shown.</summary>
    [Theory]
    [InlineData(0, false, 0, 0, 640, 0)]
    [InlineData(1, false, 360, 0, 360, 640)]
    [InlineData(2, false, 640, 360, 0, 360)]
    [InlineData(3, false, 0, 640, 0, 0)]
    [InlineData(0, true, 640, 0, 0, 0)]
    [InlineData(1, true, 0, 0, 0, 640)]
    public void The_matrix_turns_the_picture(byte quarterTurns, bool isMirrored, int leftX, int leftY, int rightX, int rightY)
    {
        var matrix = MatrixOf(InitSegment.H264([1, 66, 0, 30], Size, new VideoOrientation(quarterTurns, isMirrored)));
        Assert.Equal((leftX, leftY), Shown(matrix, 0, 0));
        Assert.Equal((rightX, rightY), Shown(matrix, Size.Width, 0));
    }

    private static (int X, int Y) Shown(int[] matrix, int x, int y) => (matrix[0] * x + matrix[3] * y + matrix[6], matrix[1] * x + matrix[4] * y + matrix[7]);

    /// <summary>Of the track header, whole numbers.</summary>
    private static int[] MatrixOf(byte[] init)
    {
        var header = init.AsSpan(init.AsSpan().IndexOf("tkhd"u8) + 44);
        var matrix = new int[9];
        for (var i = 0; i < matrix.Length; i++)
            matrix[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 * i)..]) >> 16;
        return matrix;
    }
}

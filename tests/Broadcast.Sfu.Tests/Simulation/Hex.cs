namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Wire vectors written as hex with a <c>#</c> comment to each line.</summary>
public static class Hex
{
    public static byte[] Parse(string annotated) =>
        Convert.FromHexString(string.Concat(annotated.Split('\n').Select(line => line.Split('#')[0].Replace(" ", "").Trim())));
}

namespace Broadcast.Sfu.Rtcp;

/// <summary>What a status chunk says of one packet (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1).</summary>
internal enum StatusSymbol
{
    NotReceived,
    SmallDelta,
    LargeDelta,
    Reserved,
}

internal static class StatusSymbolExtensions
{
    public static int DeltaLength(this StatusSymbol symbol) => symbol is StatusSymbol.SmallDelta or StatusSymbol.LargeDelta ? (int)symbol : 0;
}

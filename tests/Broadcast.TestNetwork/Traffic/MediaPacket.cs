namespace Broadcast.TestNetwork.Traffic;

/// <summary>A packet of a model flow. It carries no bytes, but weighs some.</summary>
/// <param name="Bytes">With headers and protection.</param>
/// <param name="Picture">Its picture's number; negative for sound and probes.</param>
/// <param name="Sequence">Of the media stream, for repairs; negative for what is not repaired.</param>
/// <param name="InPicture">How many packets its picture has.</param>
internal sealed record MediaPacket(int Bytes, long Picture, long Sequence, int InPicture, bool IsKeyFrame, int Spatial = -1);

namespace Broadcast.Sfu.Codecs;

/// <summary>Width and height in pixels.</summary>
public readonly record struct PictureSize(int Width, int Height);

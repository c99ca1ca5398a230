namespace Broadcast.TestMedia;

/// <summary>A place in a picture where another picture is expected, in pixels.</summary>
public readonly record struct PictureArea(int X, int Y, int Width, int Height);

namespace Broadcast.Recorder.Composition;

/// <summary>A rectangle of the canvas in pixels, all even: 4:2:0 has no half pixels.</summary>
internal readonly record struct Tile(int X, int Y, int Width, int Height);

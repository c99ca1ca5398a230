namespace Broadcast.Recorder.Composition;

/// <summary>How people share the picture. A shared screen is large in either, with the people in a strip beside it.</summary>
public enum Arrangement
{
    /// <summary>All people alike.</summary>
    Grid,

    /// <summary>Whoever speaks is large, the others in a strip.</summary>
    Speaker,
}

namespace Broadcast.Jobs.Pipeline;

/// <summary>The answer to a request to render a recording in another style.</summary>
public enum RenderResult
{
    Enqueued,
    NotFound,

    /// <summary>It is being recorded or processed.</summary>
    Busy,

    /// <summary>What it is made from is no longer kept.</summary>
    JournalGone,
}

namespace Broadcast.Sfu.Hosting;

/// <summary>Something that only whoever runs the host can mend. Its message is a sentence for them, which names the setting where there is one.</summary>
public sealed class OperatorException(string sentence, Exception? cause = null) : Exception(sentence, cause);

namespace Broadcast.Jobs.ObjectStores;

/// <summary>A store could not do what was asked; the message is a sentence for an organizer or operator.</summary>
internal sealed class ObjectStoreException(string message, Exception? inner = null) : Exception(message, inner);

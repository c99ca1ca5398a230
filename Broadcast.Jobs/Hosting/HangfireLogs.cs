using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Hangfire.Logging.LogLevel;

namespace Broadcast.Jobs.Hosting;

/// <summary>
/// Hangfire's log in ours. Hangfire keeps one log for the whole process: where a host has ended and another goes on, as in tests, what it
/// would say into the first one's is dropped.
/// </summary>
internal sealed class HangfireLogs(ILoggerFactory loggers) : ILogProvider
{
    public ILog GetLogger(string name) => new Log(loggers, name);

    private sealed class Log(ILoggerFactory loggers, string name) : ILog
    {
        /// <param name="messageFunc">Null only to ask whether the level is logged.</param>
        bool ILog.Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            try
            {
                var logger = loggers.CreateLogger(name);
                // Both have the same levels, from trace to critical.
                var level = (Microsoft.Extensions.Logging.LogLevel)(int)logLevel;
                if (messageFunc is not null && logger.IsEnabled(level))
                    logger.Log(level, default, messageFunc, exception, (said, _) => said());
                return logger.IsEnabled(level);
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }
}

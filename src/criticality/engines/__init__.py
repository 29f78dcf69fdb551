"""Where many equal tasks run: in this process, in several, or on a cluster, behind `concurrent.futures.Executor`."""

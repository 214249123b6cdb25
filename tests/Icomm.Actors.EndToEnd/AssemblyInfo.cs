// Every test here starts processes that use both cores; side by side they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

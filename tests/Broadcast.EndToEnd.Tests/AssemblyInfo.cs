// Each of these tests fills two cores with browsers; two at a time would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

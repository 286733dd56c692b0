"""Shards on a Ray cluster: Ray Data hands them to actors, each of which keeps rules and models from shard to shard.

An actor that dies is started again, and Ray hands out anew what it had in hand; since a shard always writes under the
same names, nothing is lost and nothing is there twice. Each machine runs one LanguageTool for all of its actors.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cleantext.batch.run import Crew
from cleantext.batch.shards import Order, Shard, ShardCleaner, ShardDone
from cleantext.core.settings import SettingsError


def on_ray(shards: Sequence[Shard], order: Order, told: Callable[[int], None]) -> Iterator[ShardDone]:
    """The engine on the cluster that ``RAY_ADDRESS`` or ``ray.init`` names, else on this machine. In any order.

    Raises ``SettingsError`` where Ray isn't installed.
    """
    try:
        import ray
    except ModuleNotFoundError as error:
        raise SettingsError("--engine ray needs Ray: pip install 'cleantext-review[ray]'") from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level=logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # it tells of every plan
    servers = _servers(order)
    cores = int(ray.cluster_resources().get("CPU", 1))
    asked = order.settings.jobs or cores
    rows = ray.data.from_items(
        [{"shard": pickle.dumps(shard)} for shard in shards], override_num_blocks=len(shards)
    ).map_batches(
        _Actor,
        fn_constructor_args=(order, servers),
        batch_size=1,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=max(1, min(asked, cores, len(shards)))),
    )  # Ray Data starts actors anew, and tries again what they had in hand, as often as need be
    for row in rows.iter_rows():
        yield pickle.loads(row["done"])


class _Actor:
    """What Ray keeps in a process of its own."""

    def __init__(self, order: Order, servers: dict[str, Any]):
        import ray

        server = servers.get(ray.get_runtime_context().get_node_id())
        self._cleaner = ShardCleaner(order, ray.get(server.address.remote()) if server else None)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        return {"done": [pickle.dumps(self._cleaner(pickle.loads(shard))) for shard in batch["shard"]]}


class _LanguageTool:
    """One server for a machine."""

    def __init__(self, order: Order):
        self._crew = Crew(order.settings)

    def address(self) -> str | None:
        return self._crew.address()


def _servers(order: Order) -> dict[str, Any]:
    """By the id of its machine an actor that runs LanguageTool there; on others each actor runs its own."""
    if order.settings.languagetool is not True:
        return {}
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    machines = [node["NodeID"] for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU")]
    make = ray.remote(_LanguageTool)
    return {
        machine: make.options(
            num_cpus=0, max_restarts=-1, scheduling_strategy=NodeAffinitySchedulingStrategy(machine, soft=False)
        ).remote(order)
        for machine in machines
    }

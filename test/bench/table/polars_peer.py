"""polars in Python: for each work the faster of its engines, as measured when this was written."""

import polars
from polars import col

from peer import serve_works


def load(annotations_path, images_path):
    def read(path):
        return polars.scan_csv(path, infer_schema_length=10_000).drop("").collect()

    annotations = read(annotations_path)
    images = read(images_path)

    def size(table):
        return {"rows": table.height}

    def streamed(plan):
        return plan.collect(engine="streaming")

    def filtered():
        seen = (col("question__species") != "blank") & (col("question__species") != "human")
        return size(streamed(annotations.lazy().filter(seen & (col("p_users_identified_this_species") > 0.9))))

    def grouped():
        means = [
            polars.len().alias("rows"),
            col("p_users_identified_this_species").mean().alias("agreement"),
            col("question__standing").mean().alias("standing"),
        ]
        groups = streamed(annotations.lazy().group_by("question__species").agg(means))
        return {**size(groups), "agreement": groups["agreement"].sum(), "standing": groups["standing"].sum()}

    def sampled(table, most):
        return table.filter(polars.int_range(polars.len()).shuffle(seed=1).over("question__species") < most)

    def cleaned():
        total = 0

        def counted(table):
            nonlocal total
            total += table.height + table["question__species"].n_unique()
            return table

        species = col("question__species")
        table = counted(annotations)
        table = counted(streamed(table.lazy().filter((species != "blank") & (species != "empty") & (species != "human"))))
        table = counted(streamed(table.lazy().filter(col("capture_id").is_unique())))
        table = counted(streamed(table.lazy().filter(col("question__count_median").is_in(["1", "1.0"]))))
        table = counted(streamed(table.lazy().filter(col("p_users_identified_this_species") > 0.9)))
        table = counted(streamed(table.lazy().join(images.lazy(), on="capture_id").sort("image_path_rel")))
        table = counted(table.filter(polars.len().over("question__species") >= 500))
        table = counted(sampled(table, 1000))
        return {**size(table), "all": total}

    return {
        "read": lambda: size(read(annotations_path)),
        "filter": filtered,
        "group": grouped,
        "join": lambda: size(streamed(annotations.lazy().join(images.lazy(), on="capture_id"))),
        "sample": lambda: size(sampled(annotations, 1000)),
        "clean": cleaned,
    }


serve_works(load, {"polars": polars.__version__})

"""pandas, by the idioms of its documentation."""

import pandas

from peer import serve_works


def load(annotations_path, images_path):
    def read(path):
        return pandas.read_csv(path, low_memory=False).drop(columns="Unnamed: 0")

    annotations = read(annotations_path)
    images = read(images_path)

    def size(table):
        return {"rows": len(table)}

    def filtered():
        table = annotations
        species = table["question__species"]
        seen = (species != "blank") & (species != "human")
        return size(table[seen & (table["p_users_identified_this_species"] > 0.9)])

    def grouped():
        groups = annotations.groupby("question__species").agg(
            rows=("question__species", "size"),
            agreement=("p_users_identified_this_species", "mean"),
            standing=("question__standing", "mean"),
        )
        return {**size(groups), "agreement": groups["agreement"].sum(), "standing": groups["standing"].sum()}

    def sampled(table, most):
        # groupby().sample() refuses classes with fewer rows; this is the usual way round.
        return table.sample(frac=1, random_state=1).groupby("question__species").head(most).sort_index()

    def cleaned():
        total = 0

        def counted(table):
            nonlocal total
            total += len(table) + table["question__species"].nunique()
            return table

        table = counted(annotations)
        species = table["question__species"]
        table = counted(table[(species != "blank") & (species != "empty") & (species != "human")])
        table = counted(table.drop_duplicates("capture_id", keep=False))
        table = counted(table[table["question__count_median"].isin(["1", "1.0"])])
        table = counted(table[table["p_users_identified_this_species"] > 0.9])
        table = counted(table.merge(images, on="capture_id").sort_values("image_path_rel"))
        sizes = table.groupby("question__species")["question__species"].transform("size")
        table = counted(table[sizes >= 500])
        table = counted(sampled(table, 1000))
        return {**size(table), "all": total}

    return {
        "read": lambda: size(read(annotations_path)),
        "filter": filtered,
        "group": grouped,
        "join": lambda: size(annotations.merge(images, on="capture_id")),
        "sample": lambda: size(sampled(annotations, 1000)),
        "clean": cleaned,
    }


serve_works(load, {"pandas": pandas.__version__})
